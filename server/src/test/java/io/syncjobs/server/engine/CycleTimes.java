package io.syncjobs.server.engine;

import io.syncjobs.server.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times at which jobs run, as the engine schedules them. */
public final class CycleTimes {

  private CycleTimes() {}

  /** Time of the next run; empty for a job that is not to run. */
  public static Optional<Instant> next(Job job, @Nullable Duration rest, Instant now) {
    return CycleTask.next(job, rest, now);
  }
}
