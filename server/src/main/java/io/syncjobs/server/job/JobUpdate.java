package io.syncjobs.server.job;

import io.syncjobs.server.job.template.Setting;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requested changes of a job.
 *
 * @param interval null keeps it; a change to null restores the default
 * @param expiration null keeps it; a change to null means never
 * @param state null keeps it
 * @param settings null keeps them; otherwise settings that override the template's, each name once
 */
public record JobUpdate(
    @Nullable Change<String> interval,
    @Nullable Change<Instant> expiration,
    Schedule.@Nullable State state,
    @Nullable List<Setting> settings) {

  /**
   * Change of a member that can be null.
   *
   * @param to the new value
   */
  public record Change<T>(@Nullable T to) {}
}
