package io.syncjobs.server.engine.entry;

import java.time.Duration;

/**
 * Gaps between the attempts at an entry in escrow.
 *
 * @param first gap after the first failure; each further failure doubles it
 * @param longest upper bound of the gap
 */
public record EscrowGaps(Duration first, Duration longest) {

  /** Gap after one more failure. */
  public Duration after(int failuresBefore) {
    Duration gap = first;
    for (int i = 0; i < failuresBefore && gap.compareTo(longest) < 0; i++) {
      gap = gap.multipliedBy(2);
    }
    return gap.compareTo(longest) < 0 ? gap : longest;
  }
}
