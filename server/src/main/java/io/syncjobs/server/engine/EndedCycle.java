package io.syncjobs.server.engine;

import io.syncjobs.server.job.progress.Cycle;
import io.syncjobs.server.job.progress.Execution;

/**
 * A cycle that ended, or whose last attempt failed.
 *
 * @param initial whether every entry was read, changed or not
 * @param from number of the source's change after which the cycle read
 * @param upTo number of the last change that it read
 * @param execution times, counters and result
 */
public record EndedCycle(boolean initial, long from, long upTo, Execution execution) {

  static EndedCycle of(Cycle cycle, Execution execution) {
    return new EndedCycle(cycle.initial(), cycle.from(), cycle.upTo(), execution);
  }

  /** False if the cycle continues with the next attempt. */
  boolean finished() {
    return execution.result() != Execution.Result.FAILED;
  }
}
