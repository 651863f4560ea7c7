package io.syncjobs.server.job;

/** The owner has no job of that id. */
public final class JobNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JobNotFoundException(String jobId) {
    super("There is no job '" + jobId + "' for this application. List the jobs to see their ids.");
  }
}
