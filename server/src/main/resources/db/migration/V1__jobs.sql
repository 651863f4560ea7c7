-- Texts that are keys are compared byte by byte, so that every database has the same order.
CREATE TABLE jobs (
    tenant_id      TEXT NOT NULL,
    application_id TEXT NOT NULL,
    id             TEXT COLLATE ${bytewise} NOT NULL,
    template_id    TEXT COLLATE ${bytewise} NOT NULL,
    run_interval   TEXT NOT NULL,
    expires_at     TEXT,
    schedule_state TEXT NOT NULL,
    status_code    TEXT NOT NULL,
    settings       TEXT NOT NULL,
    version        TEXT NOT NULL,
    PRIMARY KEY (tenant_id, application_id, id)
);

CREATE TABLE repeatable_requests (
    tenant_id   TEXT NOT NULL,
    request_id  TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    answer      TEXT NOT NULL,
    expires_at  TEXT COLLATE ${bytewise} NOT NULL,
    PRIMARY KEY (tenant_id, request_id)
);

CREATE INDEX repeatable_requests_by_expiry ON repeatable_requests (expires_at);

-- Keys that all nodes share, made by the first that needs one.
CREATE TABLE shared_keys (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
