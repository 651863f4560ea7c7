package io.syncjobs.server.job;

/** The owner already has a job of the template. */
public final class JobExistsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String jobId;

  JobExistsException(String jobId) {
    super("The application already has a job of this template. Use it, or delete it first.");
    this.jobId = jobId;
  }

  /** The job that is there. */
  public String jobId() {
    return jobId;
  }
}
