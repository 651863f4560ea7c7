-- Entries whose last attempt may have created a counterpart are few, and are looked through before a counterpart is taken for that of another entry.
CREATE INDEX known_entries_attempting ON known_entries (tenant_id, application_id, job_id, type) WHERE traces <> '[]';
