package io.syncjobs.server.engine;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobChanged;
import io.syncjobs.server.job.Schedule;
import java.time.Clock;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Schedules a cycle when a job starts. Safe for use by many threads. */
@Component
class CycleScheduler {

  private final SchedulerClient scheduler;
  private final Clock clock;

  CycleScheduler(SchedulerClient scheduler, Clock clock) {
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /** Schedules within the transaction of the change, so that a started job always has an execution. */
  @EventListener
  void plan(JobChanged change) {
    Job job = change.job();
    if (job.schedule().state() != Schedule.State.ACTIVE || !job.progress().due()) {
      return;
    }
    try {
      scheduler.schedule(
          CycleTask.DESCRIPTOR.instance(job.key().toString()).build(),
          clock.instant(),
          ScheduleOptions.defaultOptions().whenExistsReschedule());
    } catch (TaskInstanceCurrentlyExecutingException e) {
      // The running execution reads the job again when it completes.
    }
  }
}
