package io.syncjobs.server.job;

import io.syncjobs.server.job.progress.Cycle;
import io.syncjobs.server.job.progress.Progress;
import io.syncjobs.server.job.template.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A synchronization job as it is stored.
 *
 * @param owner the application that it belongs to
 * @param id unique within the tenant, see {@link Owner#jobId(String)}
 * @param templateId the template that it was made from
 * @param schedule when it runs
 * @param progress what it has done
 * @param settings its settings in order, each name once
 * @param version opaque text that changes with every change of the job
 */
public record Job(
    Owner owner,
    String id,
    String templateId,
    Schedule schedule,
    Progress progress,
    List<Setting> settings,
    String version) {

  public Job {
    settings = List.copyOf(settings);
  }

  /** Key of the job. */
  public JobKey key() {
    return new JobKey(owner, id);
  }

  /** Status, derived from schedule and progress. */
  public StatusCode statusCode() {
    if (schedule.state() != Schedule.State.ACTIVE) {
      return StatusCode.PAUSED;
    }
    if (progress.quarantine() != null) {
      return StatusCode.QUARANTINE;
    }
    return progress.initialCycleDone() ? StatusCode.ACTIVE : StatusCode.NOT_RUN;
  }

  /** The cycle that a node works on; null if there is none, or it waits for its next attempt. */
  public @Nullable Cycle runningCycle() {
    Cycle cycle = progress.cycle();
    return cycle == null || cycle.runner().equals(Cycle.NO_RUNNER) ? null : cycle;
  }

  /** True if a cycle runs, or was requested and begins as soon as a node is free. */
  public boolean underWay() {
    return runningCycle() != null || (schedule.state() == Schedule.State.ACTIVE && progress.due());
  }

  /** Sets state and progress. */
  public Job inState(Schedule.State state, Progress other) {
    return new Job(owner, id, templateId, schedule.in(state), other, settings, version);
  }

  /** Sets the progress. */
  public Job with(Progress other) {
    return new Job(owner, id, templateId, schedule, other, settings, version);
  }

  /** Sets schedule and settings. */
  public Job with(Schedule other, List<Setting> others) {
    return new Job(owner, id, templateId, other, progress, others, version);
  }

  /** Sets the version. */
  Job as(String newVersion) {
    return new Job(owner, id, templateId, schedule, progress, settings, newVersion);
  }
}
