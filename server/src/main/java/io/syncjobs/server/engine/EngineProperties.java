package io.syncjobs.server.engine;

import io.syncjobs.server.engine.entry.EscrowGaps;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How jobs run.
 *
 * @param enabled whether this node runs jobs; one that doesn't leaves them to the others
 * @param concurrency how many entries of one cycle are written to its target at once, at least 1
 * @param pageSize how many entries are read, written and noted together, at least 1
 * @param escrowGap how long an entry that failed is left alone; twice as long with each further failure
 * @param escrowGapLimit the longest that it is left alone
 * @param patience the longest that a cycle waits for a target that is too busy, before it is put off
 * @param deleteThreshold how many deletions in a cycle are too many, unless the job says; 0 for none
 * @param quarantine when jobs are quarantined, and how they get out
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
    @DefaultValue Quarantine quarantine) {

  public EngineProperties {
    if (concurrency < 1 || pageSize < 1) {
      throw new IllegalArgumentException(
          "syncjobs.engine.concurrency and syncjobs.engine.page-size have to be at least 1");
    }
  }

  /** Gaps between the attempts at an entry in escrow. */
  EscrowGaps escrowGaps() {
    return new EscrowGaps(escrowGap, escrowGapLimit);
  }

  /**
   * Graph's figures, by default.
   *
   * @param minFailures with fewer failed entries, nothing is judged
   * @param maxFailures more failed entries than this are too many; those that failed for a reference don't count
   * @param maxFailuresInAll more failed entries than this are too many
   * @param maxPercent a greater share of failed entries is too much
   * @param failuresInARow so many failed runs in a row are too many, if the target is but busy
   * @param retries when a quarantined job is tried again, from the time that it was first quarantined
   * @param retryEvery and after the last of these, how often
   * @param limit after how long it is given up and disabled
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
    }
  }
}
