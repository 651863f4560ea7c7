package io.syncjobs.server.job;

import io.syncjobs.server.job.template.Setting;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants changed of a job.
 *
 * @param interval null leaves it; a change to null takes the default
 * @param expiration null leaves it; a change to null means never
 * @param state null leaves it
 * @param settings null leaves them; otherwise what to put over the template's defaults, each name once
 */
public record JobUpdate(
    @Nullable Change<String> interval,
    @Nullable Change<Instant> expiration,
    Schedule.@Nullable State state,
    @Nullable List<Setting> settings) {

  /**
   * A change of a member that can be null.
   *
   * @param to the value to have
   */
  public record Change<T>(@Nullable T to) {}
}
