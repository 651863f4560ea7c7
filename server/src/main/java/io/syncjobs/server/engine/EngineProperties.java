package io.syncjobs.server.engine;

import io.syncjobs.server.engine.entry.EscrowGaps;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the engine.
 *
 * @param enabled whether this node runs jobs; otherwise other nodes do
 * @param concurrency number of entries that one cycle writes to its target at the same time, at least 1
 * @param pageSize number of entries that are read, written and stored together, at least 1
 * @param escrowGap gap before the first retry of an entry in escrow; each further failure doubles it
 * @param escrowGapLimit upper bound of the gap
 * @param patience longest pause for which a cycle waits for a busy target; a target that asks for more puts the cycle off
 * @param deleteThreshold number of deletions in a cycle at which further ones are held back, unless the job has a threshold of its own; 0 for no limit
 * @param targetRequestsPerSecond largest number of requests that a job sends to its target in a second, over all nodes, unless the job has a setting of
 *     its own; 0 for no limit
 * @param keepCycles number of ended cycles of a job that can be read, at least 1
 * @param quarantine thresholds and retries of quarantine
 */
@ConfigurationProperties("syncjobs.engine")
public record EngineProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("8") int concurrency,
    @DefaultValue("200") int pageSize,
    @DefaultValue("PT40M") Duration escrowGap,
    @DefaultValue("P1D") Duration escrowGapLimit,
    @DefaultValue("PT1M") Duration patience,
    @DefaultValue("500") long deleteThreshold,
    @DefaultValue("0") int targetRequestsPerSecond,
    @DefaultValue("200") int keepCycles,
    @DefaultValue Quarantine quarantine) {

  public EngineProperties {
    require(concurrency >= 1, "concurrency", "1 or more");
    require(pageSize >= 1, "page-size", "1 or more");
    require(keepCycles >= 1, "keep-cycles", "1 or more");
    require(isPositive(escrowGap), "escrow-gap", "a duration greater than zero, such as PT40M");
    require(
        isPositive(escrowGapLimit),
        "escrow-gap-limit",
        "a duration greater than zero, such as P1D");
    require(!patience.isNegative(), "patience", "a duration that isn't negative, such as PT1M");
    require(deleteThreshold >= 0, "delete-threshold", "0 or more");
    require(
        targetRequestsPerSecond >= 0 && targetRequestsPerSecond <= 1000,
        "target-requests-per-second",
        "from 0 to 1000");
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative()
        && !duration.isZero()
        && duration.compareTo(Duration.ofDays(36500)) <= 0;
  }

  private static void require(boolean good, String name, String range) {
    if (!good) {
      throw new IllegalArgumentException("syncjobs.engine." + name + " must be " + range);
    }
  }

  /** Sets the longest pause for which a busy target is waited for. */
  EngineProperties withPatience(Duration longest) {
    return new EngineProperties(
        enabled,
        concurrency,
        pageSize,
        escrowGap,
        escrowGapLimit,
        longest,
        deleteThreshold,
        targetRequestsPerSecond,
        keepCycles,
        quarantine);
  }

  /** Gaps between the attempts at an entry in escrow. */
  EscrowGaps escrowGaps() {
    return new EscrowGaps(escrowGap, escrowGapLimit);
  }

  /**
   * Thresholds and retries of quarantine; the defaults are Graph's.
   *
   * @param minFailures number of failed entries below which no job is quarantined for them
   * @param maxFailures largest number of failed entries, not counting those that failed because of a reference
   * @param maxFailuresInAll largest number of failed entries in all
   * @param maxPercent largest share of failed entries, in percent
   * @param failuresInARow number of runs in a row that a busy target, or one that can't be reached after it was used before, may let fail
   * @param retries times of the retries, counted from the beginning of the quarantine
   * @param retryEvery interval of further retries
   * @param limit duration of a quarantine after which the job is disabled
   * @see <a href="https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-quarantine-status">Microsoft's page</a>
   */
  public record Quarantine(
      @DefaultValue("5000") long minFailures,
      @DefaultValue("40000") long maxFailures,
      @DefaultValue("60000") long maxFailuresInAll,
      @DefaultValue("40") int maxPercent,
      @DefaultValue("3") int failuresInARow,
      @DefaultValue({"PT6H", "PT12H", "PT24H"}) List<Duration> retries,
      @DefaultValue("PT24H") Duration retryEvery,
      @DefaultValue("P28D") Duration limit) {

    public Quarantine {
      retries = List.copyOf(retries);
      require(minFailures >= 0, "quarantine.min-failures", "0 or more");
      require(maxFailures >= 0, "quarantine.max-failures", "0 or more");
      require(maxFailuresInAll >= 0, "quarantine.max-failures-in-all", "0 or more");
      require(maxPercent >= 0 && maxPercent <= 100, "quarantine.max-percent", "from 0 to 100");
      require(failuresInARow >= 1, "quarantine.failures-in-a-row", "1 or more");
      require(
          retries.stream().allMatch(EngineProperties::isPositive),
          "quarantine.retries",
          "durations greater than zero, such as PT6H, PT12H");
      require(
          isPositive(retryEvery),
          "quarantine.retry-every",
          "a duration greater than zero, such as PT24H");
      require(isPositive(limit), "quarantine.limit", "a duration greater than zero, such as P28D");
    }
  }
}
