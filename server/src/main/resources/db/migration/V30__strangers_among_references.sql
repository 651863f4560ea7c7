-- 1 for an entry whose counterpart refers to others than the job's counterparts. The job takes that back once it finds that such a one is a counterpart.
ALTER TABLE known_entries ADD COLUMN strangers INTEGER DEFAULT 0 NOT NULL;
CREATE INDEX known_entries_strangers ON known_entries (tenant_id, application_id, job_id) WHERE strangers = 1;
