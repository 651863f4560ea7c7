-- Lists of users and of groups read only the entries that exist, ordered by id.
CREATE INDEX directory_entries_by_type ON directory_entries (tenant_id, type, id) WHERE gone = FALSE AND deleted_at IS NULL;
