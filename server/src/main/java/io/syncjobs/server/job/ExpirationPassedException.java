package io.syncjobs.server.job;

/** The job would have expired before it was created. */
public final class ExpirationPassedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ExpirationPassedException() {
    super("The job would have expired already. Send a time later than now, or null for never.");
  }
}
