package io.syncjobs.server.engine;

import io.syncjobs.server.job.JobKey;

/**
 * Announces, within the transaction that ends it, that a cycle or an attempt at one has ended.
 *
 * @param job job of the cycle
 * @param cycle the cycle with its result
 */
public record CycleEnded(JobKey job, EndedCycle cycle) {}
