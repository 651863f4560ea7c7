-- Requests of a job to its target: microseconds since 1970 up to which its nodes have taken turns, and up to which the target wants to rest. The
-- first is the server's time, the second the tenant's.
CREATE TABLE target_pace (
    tenant_id      TEXT NOT NULL,
    application_id TEXT NOT NULL,
    job_id         TEXT COLLATE ${bytewise} NOT NULL,
    taken_until    BIGINT NOT NULL,
    rests_until    BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, application_id, job_id),
    FOREIGN KEY (tenant_id, application_id, job_id) REFERENCES jobs (tenant_id, application_id, id) ON DELETE CASCADE
);
