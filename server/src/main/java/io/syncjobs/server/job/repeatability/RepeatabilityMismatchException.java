package io.syncjobs.server.job.repeatability;

/** Something else was asked for under the same Repeatability-Request-ID. */
public final class RepeatabilityMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RepeatabilityMismatchException() {
    super(
        "This Repeatability-Request-ID was used for another request. Use a new one for a new request.");
  }
}
