package io.syncjobs.server.job.progress;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A cycle that ended, or an attempt at one; Graph's synchronizationTaskExecution.
 *
 * @param id that of the cycle
 * @param began when it began
 * @param ended when it ended
 * @param result how
 * @param escrowed how many entries were put aside with errors then
 * @param counters what it did
 * @param error what went wrong with it as a whole; null if nothing did
 */
public record Execution(
    String id,
    Instant began,
    Instant ended,
    Result result,
    long escrowed,
    Counters counters,
    @Nullable Failure error) {

  /** Graph's synchronizationTaskExecutionResult. */
  public enum Result {
    SUCCEEDED,
    FAILED,
    ENTRY_LEVEL_ERRORS
  }

  /**
   * What went wrong, Graph's synchronizationError.
   *
   * @param code what kind of error it is
   * @param message what happened and what to do
   * @param tenantActionable whether the tenant can mend it
   */
  public record Failure(String code, String message, boolean tenantActionable) {}
}
