-- Cycles that ended, of each job the newest. A failed attempt has a row as well, which the next attempt at the cycle replaces.
CREATE TABLE cycles (
    tenant_id      TEXT NOT NULL,
    application_id TEXT NOT NULL,
    job_id         TEXT COLLATE ${bytewise} NOT NULL,
    id             TEXT COLLATE ${bytewise} NOT NULL,
    number         BIGINT NOT NULL,
    up_to          BIGINT NOT NULL,
    document       TEXT NOT NULL,
    PRIMARY KEY (tenant_id, application_id, job_id, id),
    FOREIGN KEY (tenant_id, application_id, job_id) REFERENCES jobs (tenant_id, application_id, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX cycles_by_number ON cycles (tenant_id, application_id, job_id, number);

-- Uploads and the ids of their records, by which callers read the results. The records themselves are in uploaded_records.
CREATE TABLE uploads (
    tenant_id      TEXT NOT NULL,
    application_id TEXT NOT NULL,
    job_id         TEXT COLLATE ${bytewise} NOT NULL,
    id             TEXT COLLATE ${bytewise} NOT NULL,
    change         BIGINT NOT NULL,
    created_at     TEXT COLLATE ${bytewise} NOT NULL,
    operations     TEXT NOT NULL,
    PRIMARY KEY (tenant_id, application_id, job_id, id),
    FOREIGN KEY (tenant_id, application_id, job_id) REFERENCES jobs (tenant_id, application_id, id) ON DELETE CASCADE
);

CREATE INDEX uploads_by_change ON uploads (tenant_id, application_id, job_id, change);
CREATE INDEX uploads_by_time ON uploads (tenant_id, created_at);
