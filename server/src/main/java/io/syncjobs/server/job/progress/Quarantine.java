package io.syncjobs.server.job.progress;

import java.time.Instant;

/**
 * Why and since when a job runs less often, Graph's synchronizationQuarantine.
 *
 * @param reason one of Graph's quarantineReason
 * @param errorCode what kind of error it is
 * @param errorMessage what happened and what to do
 * @param tenantActionable whether the tenant can mend it
 * @param seriesBegan when it was imposed first in this series
 * @param seriesCount how often it was imposed in this series
 * @param currentBegan when it was imposed last
 * @param nextAttempt when the job is tried again
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
