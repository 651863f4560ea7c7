-- What jobs of an owner connect with, encrypted; the key is elsewhere.
CREATE TABLE secrets (
    tenant_id      TEXT NOT NULL,
    application_id TEXT NOT NULL,
    sealed         TEXT NOT NULL,
    version        TEXT NOT NULL,
    PRIMARY KEY (tenant_id, application_id)
);
