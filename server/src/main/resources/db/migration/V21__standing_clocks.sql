-- 1 for a clock that stands still; it is then ahead of the year 3000 instead of the server's time.
ALTER TABLE tenant_clocks ADD COLUMN stands INTEGER DEFAULT 0 NOT NULL;
