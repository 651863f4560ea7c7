package io.syncjobs.server.job;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;

/** The owner has no job of that id. Cycles end when their job is gone. */
public final class JobNotFoundException extends Refusal {
  private static final long serialVersionUID = 1L;

  public JobNotFoundException(String jobId) {
    super(
        ErrorCode.JOB_NOT_FOUND,
        "jobId",
        "There is no job '" + jobId + "' for this application. List the jobs to see their ids.");
  }
}
