package io.syncjobs.server.job;

import io.syncjobs.server.job.Schedule.State;
import io.syncjobs.server.job.progress.Progress;

/** Life cycle of a job: a pure function from state and event to the next state. */
public final class JobLifecycle {

  private JobLifecycle() {}

  /** Applies an event to a job. Applying it a second time changes nothing. */
  public static Job next(Job job, JobEvent event) {
    State state = job.schedule().state();
    Progress progress = job.progress();
    if (event instanceof JobEvent.Pause) {
      return state == State.ACTIVE ? job.inState(State.PAUSED, progress) : job;
    }
    if (event instanceof JobEvent.Disable) {
      return job.inState(State.DISABLED, progress);
    }
    if (event instanceof JobEvent.Restart restart && !restart.scopes().isEmpty()) {
      progress = progress.withDeletesForced(false);
      for (ResetScope scope : restart.scopes()) {
        progress = forget(scope, progress);
      }
      return job.inState(State.ACTIVE, progress.withoutCycle().started());
    }
    boolean runs = state == State.ACTIVE && progress.quarantine() == null;
    return runs ? job : job.inState(State.ACTIVE, progress.started().released());
  }

  private static Progress forget(ResetScope scope, Progress progress) {
    return switch (scope) {
      // What is forgotten has to be read again, also what has failed.
      case CONNECTOR_DATA_STORE -> progress.withoutData().withoutWatermark();
      case ESCROWS -> progress.withoutEscrows();
      case WATERMARK -> progress.withoutWatermark();
      case QUARANTINE_STATE -> progress.released();
      case FORCE_DELETES -> progress.withDeletesForced(true);
    };
  }
}
