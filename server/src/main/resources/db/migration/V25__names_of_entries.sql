-- Display name with which the entry was last read, since the source gives none for a deleted entry.
ALTER TABLE known_entries ADD COLUMN display_name TEXT;
