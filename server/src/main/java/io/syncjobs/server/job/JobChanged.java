package io.syncjobs.server.job;

/**
 * A job was made or changed. It is told within the transaction that did it.
 *
 * @param job as it is now
 */
public record JobChanged(Job job) {}
