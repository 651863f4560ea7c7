package io.syncjobs.server.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Schedule of a job.
 *
 * @param interval time between the beginnings of two runs, an ISO 8601 duration that stays as its author
 *     wrote it ({@code P1D} does not become {@code PT24H})
 * @param expiration time after which the job no longer runs; null means never
 * @param state whether the job runs
 */
public record Schedule(String interval, @Nullable Instant expiration, State state) {

  /** Interval of most of Graph's connectors. */
  public static final String DEFAULT_INTERVAL = "PT40M";

  /** Sets the state. */
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
