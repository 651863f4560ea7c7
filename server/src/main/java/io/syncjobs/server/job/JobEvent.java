package io.syncjobs.server.job;

import java.util.Set;

/** What can happen to a job by somebody's will. */
public sealed interface JobEvent {

  /** It is to run. */
  record Start() implements JobEvent {}

  /** It is to stop for now. */
  record Pause() implements JobEvent {}

  /** It is to stop, as one that isn't in use. */
  record Disable() implements JobEvent {}

  /**
   * It is to run and to process objects anew.
   *
   * @param scopes what to forget; none at all means what {@link Start} means
   */
  record Restart(Set<ResetScope> scopes) implements JobEvent {
    public Restart {
      scopes = Set.copyOf(scopes);
    }
  }
}
