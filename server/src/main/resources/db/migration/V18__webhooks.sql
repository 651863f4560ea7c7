-- Addresses that are told about the cycles of jobs, encrypted as secrets are.
CREATE TABLE webhooks (
    tenant_id      TEXT NOT NULL,
    application_id TEXT NOT NULL,
    job_id         TEXT COLLATE ${bytewise} NOT NULL,
    sealed         TEXT NOT NULL,
    key_id         TEXT NOT NULL,
    PRIMARY KEY (tenant_id, application_id, job_id),
    FOREIGN KEY (tenant_id, application_id, job_id) REFERENCES jobs (tenant_id, application_id, id) ON DELETE CASCADE
);

CREATE INDEX webhooks_by_key ON webhooks (key_id);
