package io.syncjobs.server.job;

/** The job doesn't have the version that the caller agreed to. */
public final class JobChangedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JobChangedException() {
    super("The job has changed since that ETag was handed out. Read it again and decide anew.");
  }
}
