-- Copies of tenants that sandboxes have taken, row by row: as JSON, in the order in which they can be inserted again.
CREATE TABLE snapshots (
    tenant_id TEXT NOT NULL,
    name      TEXT COLLATE ${bytewise} NOT NULL,
    taken_at  TEXT NOT NULL,
    state     TEXT NOT NULL,
    PRIMARY KEY (tenant_id, name)
);

CREATE TABLE snapshot_rows (
    tenant_id TEXT NOT NULL,
    name      TEXT COLLATE ${bytewise} NOT NULL,
    number    BIGINT NOT NULL,
    source    TEXT NOT NULL,
    document  TEXT NOT NULL,
    PRIMARY KEY (tenant_id, name, number),
    FOREIGN KEY (tenant_id, name) REFERENCES snapshots (tenant_id, name) ON DELETE CASCADE
);
