package io.syncjobs.server.job;

import java.util.Set;

/** Event that a caller requests for a job. */
public sealed interface JobEvent {

  /** The job starts. */
  record Start() implements JobEvent {}

  /** The job pauses. */
  record Pause() implements JobEvent {}

  /** The job is disabled. */
  record Disable() implements JobEvent {}

  /**
   * The job starts and processes objects again.
   *
   * @param scopes what to forget; an empty set equals {@link Start}
   */
  record Restart(Set<ResetScope> scopes) implements JobEvent {
    public Restart {
      scopes = Set.copyOf(scopes);
    }
  }
}
