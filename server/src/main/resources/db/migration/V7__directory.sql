-- The tenants' own directories. The counter's row is locked by each write until it commits.
CREATE TABLE directory_changes (
    tenant_id TEXT NOT NULL PRIMARY KEY,
    newest    BIGINT NOT NULL
);

CREATE TABLE directory_entries (
    tenant_id  TEXT NOT NULL,
    id         TEXT COLLATE ${bytewise} NOT NULL,
    type       TEXT NOT NULL,
    attributes TEXT NOT NULL,
    change     BIGINT NOT NULL,
    deleted_at TEXT COLLATE ${bytewise},
    gone       BOOLEAN NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

CREATE UNIQUE INDEX directory_entries_by_change ON directory_entries (tenant_id, change);

CREATE INDEX directory_entries_by_deletion ON directory_entries (deleted_at) WHERE deleted_at IS NOT NULL;

-- Which entry refers to which, by manager or members.
CREATE TABLE directory_references (
    tenant_id TEXT NOT NULL,
    from_id   TEXT COLLATE ${bytewise} NOT NULL,
    attribute TEXT NOT NULL,
    to_id     TEXT COLLATE ${bytewise} NOT NULL,
    PRIMARY KEY (tenant_id, from_id, attribute, to_id)
);

CREATE INDEX directory_references_back ON directory_references (tenant_id, to_id);

-- Single texts by which entries are looked up.
CREATE TABLE directory_values (
    tenant_id TEXT NOT NULL,
    type      TEXT NOT NULL,
    attribute TEXT COLLATE ${bytewise} NOT NULL,
    value_key TEXT COLLATE ${bytewise} NOT NULL,
    entry_id  TEXT COLLATE ${bytewise} NOT NULL,
    PRIMARY KEY (tenant_id, type, attribute, value_key, entry_id)
);

CREATE INDEX directory_values_by_entry ON directory_values (tenant_id, entry_id);
