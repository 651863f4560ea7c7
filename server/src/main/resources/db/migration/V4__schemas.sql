-- The schemas of jobs that have one of their own. They go with their job.
CREATE TABLE schemas (
    tenant_id      TEXT NOT NULL,
    application_id TEXT NOT NULL,
    job_id         TEXT COLLATE ${bytewise} NOT NULL,
    document       TEXT NOT NULL,
    version        TEXT NOT NULL,
    PRIMARY KEY (tenant_id, application_id, job_id),
    FOREIGN KEY (tenant_id, application_id, job_id) REFERENCES jobs (tenant_id, application_id, id) ON DELETE CASCADE
);
