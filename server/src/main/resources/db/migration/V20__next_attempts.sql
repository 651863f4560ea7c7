-- Entries with a next attempt are found by its time: those in escrow, and those that a provisioning on demand has left behind.
CREATE INDEX known_entries_due ON known_entries (tenant_id, application_id, job_id, id, type) WHERE retry_at IS NOT NULL;

-- A restart that forgets the escrow has said so by its number alone.
UPDATE jobs SET progress = replace(progress, '"everStarted":', '"escrowsForgotten":false,"everStarted":');
