-- What a job has got done, as JSON. Its state and status stand beside it for those who look for jobs by them.
ALTER TABLE jobs ADD COLUMN progress TEXT NOT NULL DEFAULT '{}';
