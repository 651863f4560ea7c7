package io.syncjobs.server.connector.upload;

/** Identifies a record among those of a job, by {@code User} or {@code Group} and its externalId. */
public record RecordKey(String type, String externalId) {}
