-- What each job knows of the entries that it has read: their counterparts in the target, what was written to them, and what failed.
CREATE TABLE known_entries (
    tenant_id          TEXT NOT NULL,
    application_id     TEXT NOT NULL,
    job_id             TEXT COLLATE ${bytewise} NOT NULL,
    id                 TEXT COLLATE ${bytewise} NOT NULL,
    type               TEXT COLLATE ${bytewise} NOT NULL,
    target_type        TEXT,
    target_id          TEXT,
    flowed             TEXT NOT NULL,
    references_pending INTEGER NOT NULL,
    held               INTEGER NOT NULL,
    failures           INTEGER NOT NULL,
    by_reference       INTEGER NOT NULL,
    retry_at           TEXT COLLATE ${bytewise},
    PRIMARY KEY (tenant_id, application_id, job_id, id, type),
    FOREIGN KEY (tenant_id, application_id, job_id) REFERENCES jobs (tenant_id, application_id, id) ON DELETE CASCADE
);

CREATE INDEX known_entries_by_target ON known_entries (tenant_id, application_id, job_id, target_id);

-- These are few among many.
CREATE INDEX known_entries_pending ON known_entries (tenant_id, application_id, job_id, id, type) WHERE references_pending = 1;
CREATE INDEX known_entries_failed ON known_entries (tenant_id, application_id, job_id, id, type) WHERE failures > 0;
CREATE INDEX known_entries_held ON known_entries (tenant_id, application_id, job_id, id, type) WHERE held = 1;

-- db-scheduler's own, with the columns that it names.
CREATE TABLE scheduled_tasks (
    task_name            TEXT NOT NULL,
    task_instance        TEXT NOT NULL,
    task_data            BYTEA,
    execution_time       TIMESTAMP WITH TIME ZONE,
    picked               BOOLEAN NOT NULL,
    picked_by            TEXT,
    last_success         TIMESTAMP WITH TIME ZONE,
    last_failure         TIMESTAMP WITH TIME ZONE,
    consecutive_failures INTEGER,
    last_heartbeat       TIMESTAMP WITH TIME ZONE,
    version              BIGINT NOT NULL,
    priority             SMALLINT,
    PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX scheduled_tasks_by_time ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_by_heartbeat ON scheduled_tasks (last_heartbeat);
