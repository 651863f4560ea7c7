-- The entry whose counterpart had a referenced id until the target gave that another one. Somebody else may get the former id.
ALTER TABLE written_references ADD COLUMN owner_id TEXT;
ALTER TABLE written_references ADD COLUMN owner_type TEXT;
