-- 1 for a reference that was about to be removed when the outcome got lost: the target may have it or not.
ALTER TABLE written_references ADD COLUMN removing INTEGER DEFAULT 0 NOT NULL;
