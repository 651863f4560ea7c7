-- A look at references that was asked for since the last one began is 2, and is not ended by that.
DROP INDEX known_entries_pending;
CREATE INDEX known_entries_pending ON known_entries (tenant_id, application_id, job_id, id, type) WHERE references_pending > 0;
