-- Attempts at a counterpart that has to lose access and that the target neither shows nor takes writes of.
ALTER TABLE known_entries ADD COLUMN looks INTEGER DEFAULT 0 NOT NULL;

-- Values that the counterpart got and by which it is found under another id, as JSON, since the source gives none for a deleted entry.
ALTER TABLE known_entries ADD COLUMN found_by TEXT;
