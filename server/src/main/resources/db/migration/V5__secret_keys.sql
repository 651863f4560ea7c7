-- Which key a row is encrypted with; empty where that was before this column.
ALTER TABLE secrets ADD COLUMN key_id TEXT NOT NULL DEFAULT '';

CREATE INDEX secrets_by_key ON secrets (key_id);

-- Something that is encrypted as secrets are, to tell at the start whether a node has the right key.
CREATE TABLE secret_key_probe (
    id     INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    sealed TEXT NOT NULL
);
