package io.syncjobs.server.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a job runs.
 *
 * @param interval from the beginning of one run to the beginning of the next, an ISO 8601 duration
 *     kept as its author wrote it ({@code P1D} doesn't become {@code PT24H})
 * @param expiration when the job stops running for good; null means never
 * @param state whether it runs at all
 */
public record Schedule(String interval, @Nullable Instant expiration, State state) {

  /** The interval of most of Graph's connectors. */
  public static final String DEFAULT_INTERVAL = "PT40M";

  /** The same in another state. */
  Schedule in(State other) {
    return new Schedule(interval, expiration, other);
  }

  /** Graph's synchronizationScheduleState. */
  public enum State {
    ACTIVE,
    DISABLED,
    PAUSED
  }
}
