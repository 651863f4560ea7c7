package io.syncjobs.server.job;

import io.syncjobs.server.job.progress.Progress;
import io.syncjobs.server.job.template.Setting;
import java.util.List;

/**
 * A synchronization job as it is stored.
 *
 * @param owner whose job it is
 * @param id unique within the tenant, see {@link Owner#jobId(String)}
 * @param templateId the template that it was made from
 * @param schedule when it runs
 * @param progress what it has got done
 * @param settings its settings in order, each name once
 * @param version changes with every change of the job; opaque
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

  /** How it is, which follows from the rest. */
  public StatusCode statusCode() {
    if (schedule.state() != Schedule.State.ACTIVE) {
      return StatusCode.PAUSED;
    }
    if (progress.quarantine() != null) {
      return StatusCode.QUARANTINE;
    }
    return progress.initialCycleDone() ? StatusCode.ACTIVE : StatusCode.NOT_RUN;
  }

  /** The same in another state. */
  public Job inState(Schedule.State state, Progress got) {
    return new Job(owner, id, templateId, schedule.in(state), got, settings, version);
  }

  /** The same with another schedule and other settings. */
  public Job with(Schedule wanted, List<Setting> others) {
    return new Job(owner, id, templateId, wanted, progress, others, version);
  }

  /** The same in another version. */
  Job as(String newVersion) {
    return new Job(owner, id, templateId, schedule, progress, settings, newVersion);
  }
}
