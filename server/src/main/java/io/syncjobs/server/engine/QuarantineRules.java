package io.syncjobs.server.engine;

import io.syncjobs.server.job.progress.Execution.Failure;
import io.syncjobs.server.job.progress.Quarantine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rules of quarantine: when a job enters it and when it is retried. Pure functions of numbers and time. Immutable and safe for use by many threads.
 *
 * @param properties thresholds and retries
 * @see <a href="https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-quarantine-status">Microsoft's page</a>
 */
public record QuarantineRules(EngineProperties.Quarantine properties) {

  /** Members of Graph's quarantineReason that occur here. */
  public enum Reason {
    BASE_ESCROWS("EncounteredBaseEscrowThreshold"),
    TOTAL_ESCROWS("EncounteredTotalEscrowThreshold"),
    ESCROW_PROPORTION("EncounteredEscrowProportionThreshold"),
    EXCEPTION("EncounteredQuarantineException"),
    TOO_MANY_DELETES("TooManyDeletes");

    private final String wire;

    Reason(String wire) {
      this.wire = wire;
    }

    /** Name on the wire. */
    public String wire() {
      return wire;
    }
  }

  /**
   * Reason to quarantine a job for its failed entries; empty if they are few enough.
   *
   * @param failed number of entries that failed because of their own values
   * @param failedByReference number of entries that failed because of a reference
   * @param evaluated number of entries in scope
   */
  public Optional<Reason> judge(long failed, long failedByReference, long evaluated) {
    if (failed + failedByReference < properties.minFailures()) {
      return Optional.empty();
    }
    if (failed > properties.maxFailures()) {
      return Optional.of(Reason.BASE_ESCROWS);
    }
    if (failed + failedByReference > properties.maxFailuresInAll()) {
      return Optional.of(Reason.TOTAL_ESCROWS);
    }
    return failed * 100 > evaluated * properties.maxPercent()
        ? Optional.of(Reason.ESCROW_PROPORTION)
        : Optional.empty();
  }

  /** Quarantine that begins, or the current one with its next retry. */
  public Quarantine impose(
      @Nullable Quarantine current, Reason reason, Failure error, Instant now) {
    Instant seriesBegan = current == null ? now : current.seriesBegan();
    return new Quarantine(
        reason.wire(),
        error.code(),
        error.message(),
        error.tenantActionable(),
        seriesBegan,
        current == null ? 1 : current.seriesCount() + 1,
        now,
        nextAttempt(seriesBegan, now));
  }

  /** True once a quarantine has reached its limit, after which the job is disabled. */
  public boolean isOver(Quarantine quarantine, Instant now) {
    return !quarantine.seriesBegan().plus(properties.limit()).isAfter(now);
  }

  private Instant nextAttempt(Instant seriesBegan, Instant now) {
    List<Duration> retries = properties.retries();
    for (Duration retry : retries) {
      if (seriesBegan.plus(retry).isAfter(now)) {
        return seriesBegan.plus(retry);
      }
    }
    Instant last =
        retries.isEmpty() ? seriesBegan : seriesBegan.plus(retries.get(retries.size() - 1));
    long every = Math.max(1, properties.retryEvery().toMillis());
    long gone = Math.max(0, Duration.between(last, now).toMillis());
    return last.plusMillis((gone / every + 1) * every);
  }
}
