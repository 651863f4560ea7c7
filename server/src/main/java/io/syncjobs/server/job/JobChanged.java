package io.syncjobs.server.job;

/**
 * Announces, within the transaction, that a job was created or changed.
 *
 * @param job the job as it is now
 */
public record JobChanged(Job job) {}
