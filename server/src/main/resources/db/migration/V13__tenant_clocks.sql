-- Time by which the clocks of sandboxes are ahead of the server's, as a duration in ISO 8601. Servers that aren't in development mode don't read it.
CREATE TABLE tenant_clocks (
    tenant_id TEXT NOT NULL PRIMARY KEY,
    ahead     TEXT NOT NULL
);
