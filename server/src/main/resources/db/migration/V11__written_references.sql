-- References that jobs have written to counterparts and not removed since. Targets need not show them, so they are compared with what is here.
CREATE TABLE written_references (
    tenant_id      TEXT NOT NULL,
    application_id TEXT NOT NULL,
    job_id         TEXT COLLATE ${bytewise} NOT NULL,
    target_id      TEXT COLLATE ${bytewise} NOT NULL,
    attribute      TEXT COLLATE ${bytewise} NOT NULL,
    referenced_id  TEXT COLLATE ${bytewise} NOT NULL,
    PRIMARY KEY (tenant_id, application_id, job_id, target_id, attribute, referenced_id),
    FOREIGN KEY (tenant_id, application_id, job_id) REFERENCES jobs (tenant_id, application_id, id) ON DELETE CASCADE
);

CREATE INDEX written_references_by_referenced ON written_references (tenant_id, application_id, job_id, referenced_id);
