package io.syncjobs.server.job;

/**
 * A job is deleted. It is told within the transaction that does it, while the job is still there, so that whoever keeps much of it can drop that first.
 *
 * @param id of the job
 */
public record JobDeleted(Owner owner, String id) {}
