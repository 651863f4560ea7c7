package io.syncjobs.server.job.progress;

import java.time.Instant;

/**
 * Quarantine of a job, in which it runs less often; Graph's synchronizationQuarantine.
 *
 * @param reason one of Graph's quarantineReason
 * @param errorCode kind of error
 * @param errorMessage what happened and what to do
 * @param tenantActionable whether the tenant can correct it
 * @param seriesBegan when the series began
 * @param seriesCount number of times that quarantine was imposed in this series
 * @param currentBegan when quarantine was imposed last
 * @param nextAttempt when the job runs next
 */
public record Quarantine(
    String reason,
    String errorCode,
    String errorMessage,
    boolean tenantActionable,
    Instant seriesBegan,
    long seriesCount,
    Instant currentBegan,
    Instant nextAttempt) {}
