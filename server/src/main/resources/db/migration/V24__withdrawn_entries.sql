-- 1 for an entry that was deleted or is out of scope, so that no counterpart refers to its own.
ALTER TABLE known_entries ADD COLUMN withdrawn INTEGER DEFAULT 0 NOT NULL;

-- 1 for a reference to a counterpart that is no longer there. It is removed where the target still shows it.
ALTER TABLE written_references ADD COLUMN dangling INTEGER DEFAULT 0 NOT NULL;
