-- Counts of jobs by state are read from here alone.
CREATE INDEX jobs_by_state ON jobs (schedule_state, status_code);
