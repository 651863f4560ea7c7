package io.syncjobs.server.engine;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobChanged;
import io.syncjobs.server.job.JobDeleted;
import io.syncjobs.server.job.Schedule;
import io.syncjobs.server.platform.TenantClocks;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Schedules a cycle when a job starts, and removes the schedule when a job is deleted. Safe for use by many threads. */
@Component
class CycleScheduler {

  private final SchedulerClient scheduler;
  private final JdbcClient jdbc;
  private final TenantClocks clocks;

  CycleScheduler(SchedulerClient scheduler, JdbcClient jdbc, TenantClocks clocks) {
    this.scheduler = scheduler;
    this.jdbc = jdbc;
    this.clocks = clocks;
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
          clocks.base(job.key().owner().tenantId()),
          ScheduleOptions.defaultOptions().whenExistsReschedule());
    } catch (TaskInstanceCurrentlyExecutingException e) {
      // The running execution reads the job again when it completes.
    }
  }

  /**
   * Removes the execution unless a node has picked it; that node removes it when the execution completes. The scheduler's own {@code cancel} fails if a node picks the
   * execution meanwhile, and would fail the deletion with it.
   */
  @EventListener
  void cancel(JobDeleted job) {
    jdbc.sql(
            "DELETE FROM scheduled_tasks WHERE task_name = :task AND task_instance = :job AND picked = FALSE")
        .param("task", CycleTask.DESCRIPTOR.getTaskName())
        .param("job", job.key().toString())
        .update();
  }
}
