-- What jobs did with which object. The event is the document, as JSON; beside it stands what events are looked for by. What ends in _folded is the
-- same in lower case.
CREATE TABLE provisioning_events (
    tenant_id            TEXT COLLATE ${bytewise} NOT NULL,
    id                   TEXT COLLATE ${bytewise} NOT NULL,
    activity_time        TEXT COLLATE ${bytewise} NOT NULL,
    application_id       TEXT COLLATE ${bytewise} NOT NULL,
    job_id               TEXT COLLATE ${bytewise} NOT NULL,
    cycle_id             TEXT COLLATE ${bytewise} NOT NULL,
    change_id            TEXT COLLATE ${bytewise} NOT NULL,
    action               TEXT NOT NULL,
    result               TEXT NOT NULL,
    source_id            TEXT COLLATE ${bytewise} NOT NULL,
    source_id_folded     TEXT COLLATE ${bytewise} NOT NULL,
    source_name          TEXT COLLATE ${bytewise},
    source_name_folded   TEXT COLLATE ${bytewise},
    target_id            TEXT COLLATE ${bytewise},
    target_id_folded     TEXT COLLATE ${bytewise},
    target_name          TEXT COLLATE ${bytewise},
    target_name_folded   TEXT COLLATE ${bytewise},
    source_system        TEXT COLLATE ${bytewise} NOT NULL,
    source_system_folded TEXT COLLATE ${bytewise} NOT NULL,
    target_system        TEXT COLLATE ${bytewise} NOT NULL,
    target_system_folded TEXT COLLATE ${bytewise} NOT NULL,
    initiated_by         TEXT COLLATE ${bytewise} NOT NULL,
    initiated_by_folded  TEXT COLLATE ${bytewise} NOT NULL,
    document             TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

-- Pages of a tenant, of a job and of an object cost the same however much there is. All indexes begin with the tenant: one by time alone would tempt
-- PostgreSQL to look for a tenant's latest among those of all.
CREATE INDEX provisioning_events_by_time ON provisioning_events (tenant_id, activity_time, id);
CREATE INDEX provisioning_events_by_job ON provisioning_events (tenant_id, job_id, activity_time, id);
CREATE INDEX provisioning_events_by_source ON provisioning_events (tenant_id, source_id, activity_time, id);
