-- Keep a cycle and a provisioning on demand from writing the same entry at the same time.

-- Run of a cycle, or request, that works on the entry. The lock of a run ends with it at the latest.
ALTER TABLE known_entries ADD COLUMN locked_by TEXT;

-- Time at which the lock of a request ends unless the request extends it; null for the lock of a run.
ALTER TABLE known_entries ADD COLUMN locked_until TEXT COLLATE ${bytewise};
