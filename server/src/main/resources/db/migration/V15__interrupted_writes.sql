-- A node that dies between a write to the target and the commit of its outcome leaves these behind, so that the next attempt can find what was written.

-- Values of matching attributes by which a counterpart is found that an attempt without a known outcome may have created, as JSON; null if there was none.
ALTER TABLE known_entries ADD COLUMN traces TEXT;

-- Counterpart before a restart that forgot it.
ALTER TABLE known_entries ADD COLUMN former_id TEXT;

-- 0 for a reference that was about to be written when the outcome got lost.
ALTER TABLE written_references ADD COLUMN confirmed INTEGER DEFAULT 1 NOT NULL;
