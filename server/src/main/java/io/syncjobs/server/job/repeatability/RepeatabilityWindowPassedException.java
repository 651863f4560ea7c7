package io.syncjobs.server.job.repeatability;

/**
 * The request was first sent too long ago, or too far in the future, to know whether it was carried
 * out.
 */
public final class RepeatabilityWindowPassedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RepeatabilityWindowPassedException() {
    super("Repeatability-First-Sent is more than "
        + RepeatableRequests.WINDOW.toHours()
        + " hours from now. List the jobs to see whether the first request was carried out.");
  }
}
