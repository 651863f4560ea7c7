package io.syncjobs.server.engine;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobChanged;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.Schedule;
import java.time.Clock;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Sees to it that a job which somebody starts runs soon. Safe for use by many threads. */
@Component
class CycleScheduler {

  private final SchedulerClient scheduler;
  private final Clock clock;

  CycleScheduler(SchedulerClient scheduler, Clock clock) {
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /** In the transaction of the change, so that there is no job that is started and not planned. */
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
      // Whoever runs it looks at the job once more when it is done.
    }
  }
}
