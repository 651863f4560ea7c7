package io.syncjobs.server.job.progress;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Cycle that ended, or a failed attempt at one; Graph's synchronizationTaskExecution.
 *
 * @param id id of the cycle
 * @param began when it began
 * @param ended when it ended
 * @param result result of the cycle
 * @param escrowed number of entries in escrow at its end
 * @param counters counters of the cycle
 * @param error error that ended the cycle; null for none
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
   * Error that ended a cycle; Graph's synchronizationError.
   *
   * @param code kind of error
   * @param message what happened and what to do
   * @param tenantActionable whether the tenant can correct it
   */
  public record Failure(String code, String message, boolean tenantActionable) {}
}
