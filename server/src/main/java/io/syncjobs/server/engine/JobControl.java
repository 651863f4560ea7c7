package io.syncjobs.server.engine;

import io.syncjobs.server.connector.upload.UploadLog;
import io.syncjobs.server.connector.upload.UploadedOperation;
import io.syncjobs.server.connector.upload.UploadedRecords;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobEvent;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobLifecycle;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.Schedule;
import io.syncjobs.server.job.progress.Cycle;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Starts, stops and restarts jobs. Safe for use by many threads and nodes. */
@Service
public class JobControl {

  private final JobStore jobs;
  private final UploadedRecords uploads;
  private final UploadLog log;

  JobControl(JobStore jobs, UploadedRecords uploads, UploadLog log) {
    this.jobs = jobs;
    this.uploads = uploads;
    this.log = log;
  }

  /**
   * Applies an event to a job. As in Graph, a restart of a stopped job drops uploaded records that were not read yet.
   *
   * @throws io.syncjobs.server.job.JobNotFoundException if the owner has no such job
   */
  @Transactional
  public void apply(JobKey key, JobEvent event) {
    jobs.change(key, job -> {
      if (event instanceof JobEvent.Restart && job.schedule().state() != Schedule.State.ACTIVE) {
        uploads.discardAfter(key, readUpTo(job));
      }
      return JobLifecycle.next(job, event);
    });
  }

  /**
   * Stores uploaded records, all or none, and lets a running job read them before its next interval; in one transaction.
   *
   * @param operations reads the records of the upload, or refuses it by an exception if the job may not take it
   * @return id of the upload
   * @throws io.syncjobs.server.job.JobNotFoundException if there is no such job
   */
  @Transactional
  public String upload(JobKey key, Function<Job, List<UploadedOperation>> operations) {
    AtomicReference<String> id = new AtomicReference<>("");
    jobs.change(key, job -> {
      List<UploadedOperation> read = operations.apply(job);
      long change =
          uploads.add(key, read.stream().map(UploadedOperation::record).toList());
      id.set(log.add(key, change, read));
      return job.schedule().state() == Schedule.State.ACTIVE && job.progress().quarantine() == null
          ? job.inState(Schedule.State.ACTIVE, job.progress().started())
          : job;
    });
    return Objects.requireNonNull(id.get());
  }

  private static long readUpTo(Job job) {
    Cycle current = job.progress().cycle();
    long read = job.progress().history().readUpTo();
    return current == null ? read : Math.max(read, current.upTo());
  }
}
