-- The number of the last record that was uploaded to a job. Uploads lock the job's row, as whoever deletes it does.
ALTER TABLE jobs ADD COLUMN newest_upload BIGINT NOT NULL DEFAULT 0;

-- What was uploaded to jobs, each record merged from all that came of it. They go with their job.
CREATE TABLE uploaded_records (
    tenant_id      TEXT NOT NULL,
    application_id TEXT NOT NULL,
    job_id         TEXT COLLATE ${bytewise} NOT NULL,
    type           TEXT NOT NULL,
    external_id    TEXT COLLATE ${bytewise} NOT NULL,
    data           TEXT NOT NULL,
    change         BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, application_id, job_id, type, external_id),
    FOREIGN KEY (tenant_id, application_id, job_id) REFERENCES jobs (tenant_id, application_id, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX uploaded_records_by_change ON uploaded_records (tenant_id, application_id, job_id, change);

-- Which record names which as its manager or member, whether that one has come or not.
CREATE TABLE uploaded_references (
    tenant_id      TEXT NOT NULL,
    application_id TEXT NOT NULL,
    job_id         TEXT COLLATE ${bytewise} NOT NULL,
    type           TEXT NOT NULL,
    external_id    TEXT COLLATE ${bytewise} NOT NULL,
    to_id          TEXT COLLATE ${bytewise} NOT NULL,
    PRIMARY KEY (tenant_id, application_id, job_id, type, external_id, to_id),
    FOREIGN KEY (tenant_id, application_id, job_id, type, external_id)
        REFERENCES uploaded_records (tenant_id, application_id, job_id, type, external_id) ON DELETE CASCADE
);

CREATE INDEX uploaded_references_back ON uploaded_references (tenant_id, application_id, job_id, to_id);
