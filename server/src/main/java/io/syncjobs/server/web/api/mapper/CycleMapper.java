package io.syncjobs.server.web.api.mapper;

import io.syncjobs.server.engine.EndedCycle;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.progress.Counters;
import io.syncjobs.server.job.progress.Cycle;
import io.syncjobs.server.job.progress.Execution;
import io.syncjobs.server.web.api.generated.model.SynchronizationCycle;
import io.syncjobs.server.web.api.generated.model.SynchronizationCyclePhase;
import io.syncjobs.server.web.api.generated.model.SynchronizationCycleState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Maps cycles. */
public final class CycleMapper {

  private static final long LONGEST_PAUSE_SECONDS = 30;

  private CycleMapper() {}

  /** Writes a cycle that ended, or whose last attempt failed. */
  public static SynchronizationCycle write(EndedCycle cycle) {
    Execution execution = cycle.execution();
    return counts(execution.counters(), execution.escrowed())
        .id(execution.id())
        .phase(phase(cycle.initial()))
        .state(SynchronizationCycleState.valueOf(execution.result().name()))
        .timeBegan(JobMapper.utc(execution.began()))
        .timeEnded(JobMapper.utc(execution.ended()))
        .error(execution.error() == null ? null : StatusMapper.error(execution.error()));
  }

  /** Writes the cycle of a job that is under way. */
  public static SynchronizationCycle write(Job job, Cycle cycle) {
    return counts(cycle.counters(), job.progress().escrows())
        .id(cycle.id())
        .phase(phase(cycle.initial()))
        .state(SynchronizationCycleState.IN_PROGRESS)
        .timeBegan(JobMapper.utc(cycle.began()))
        .timeEnded(null)
        .error(null);
  }

  /**
   * Seconds after which to ask again for the end of a cycle: a tenth of the time that it has taken, so that short cycles are noticed soon and long ones
   * are asked for rarely.
   *
   * @return empty if the job does nothing now and has nothing to do at once
   */
  public static Optional<Long> secondsToWait(Job job, Instant now) {
    if (!job.underWay()) {
      return Optional.empty();
    }
    Cycle cycle = job.progress().cycle();
    long taken = cycle == null ? 0 : Duration.between(cycle.began(), now).toSeconds();
    return Optional.of(Math.max(1, Math.min(taken / 10, LONGEST_PAUSE_SECONDS)));
  }

  private static SynchronizationCyclePhase phase(boolean initial) {
    return initial ? SynchronizationCyclePhase.INITIAL : SynchronizationCyclePhase.INCREMENTAL;
  }

  private static SynchronizationCycle counts(Counters counters, long escrowed) {
    return new SynchronizationCycle()
        .countImported(counters.imported())
        .countImportedDeltas(counters.importedDeltas())
        .countImportedReferenceDeltas(counters.importedReferenceDeltas())
        .countEntitled(counters.entitled())
        .countExports(counters.exports())
        .countExported(counters.exported())
        .countDeletes(counters.deletes())
        .countFailed(counters.escrowed())
        .countEscrowed(escrowed);
  }
}
