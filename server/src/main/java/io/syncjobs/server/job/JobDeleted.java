package io.syncjobs.server.job;

/**
 * Announces, within the transaction that deletes a job, that the job goes. The job still exists then, so that tables with many rows of it can be cleared
 * in parts first.
 *
 * @param key of the job
 */
public record JobDeleted(JobKey key) {}
