-- Templates of an application's own, as JSON.
CREATE TABLE templates (
    tenant_id      TEXT COLLATE ${bytewise} NOT NULL,
    application_id TEXT COLLATE ${bytewise} NOT NULL,
    id             TEXT COLLATE ${bytewise} NOT NULL,
    document       TEXT NOT NULL,
    PRIMARY KEY (tenant_id, application_id, id)
);
