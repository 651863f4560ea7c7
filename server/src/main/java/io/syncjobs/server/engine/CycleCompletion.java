package io.syncjobs.server.engine;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.engine.QuarantineRules.Reason;
import io.syncjobs.server.engine.entry.EntryCounts;
import io.syncjobs.server.engine.entry.KnownEntries;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.Schedule;
import io.syncjobs.server.job.progress.Cycle;
import io.syncjobs.server.job.progress.Execution;
import io.syncjobs.server.job.progress.Execution.Failure;
import io.syncjobs.server.job.progress.Execution.Result;
import io.syncjobs.server.job.progress.History;
import io.syncjobs.server.job.progress.Progress;
import io.syncjobs.server.job.progress.Quarantine;
import io.syncjobs.server.platform.TenantClocks;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Ends cycles: updates history, watermark and quarantine of the job. Safe for use by many threads. */
@Component
class CycleCompletion {

  private final JobStore jobs;
  private final KnownEntries entries;
  private final EntryCounts entryCounts;
  private final EndedCycles ended;
  private final EngineProperties properties;
  private final QuarantineRules rules;
  private final TenantClocks clocks;
  private final ApplicationEventPublisher events;

  CycleCompletion(
      JobStore jobs,
      KnownEntries entries,
      EntryCounts entryCounts,
      EndedCycles ended,
      EngineProperties properties,
      TenantClocks clocks,
      ApplicationEventPublisher events) {
    this.jobs = jobs;
    this.entries = entries;
    this.entryCounts = entryCounts;
    this.ended = ended;
    this.properties = properties;
    this.clocks = clocks;
    this.events = events;
    rules = new QuarantineRules(properties.quarantine());
  }

  /**
   * Ends a cycle that has done all its work.
   *
   * @param partly whether the target served some types of entries and others not at all
   * @throws CycleStore.LostException if another runner has the cycle
   */
  @Transactional
  void finished(JobKey key, String runner, boolean partly) {
    jobs.change(key, job -> {
      // Now that the job is locked, no provisioning on demand adds an entry.
      EntryCounts.Counts counts = entryCounts.of(key);
      Cycle cycle = CycleStore.held(job.progress(), runner);
      long escrows = counts.failed() + counts.failedByReference();
      Result result =
          cycle.counters().escrowed() > 0 ? Result.ENTRY_LEVEL_ERRORS : Result.SUCCEEDED;
      Instant now = clocks.of(key.owner().tenantId()).instant();
      Execution execution =
          new Execution(cycle.id(), cycle.began(), now, result, escrows, cycle.counters(), null);
      save(key, EndedCycle.of(cycle, execution));
      History history =
          job.progress().history().withExecution(execution).withReadUpTo(cycle.upTo());
      Progress progress =
          job.progress().withoutCycle().withEscrows(escrows).withDeletesForced(false);
      progress = cycle.stale()
          ? progress.withHistory(history)
          : progress.withWatermark(String.valueOf(cycle.upTo())).withHistory(history.steadyAt(now));
      return judge(job, progress, cycle, counts, partly);
    });
  }

  private void save(JobKey key, EndedCycle cycle) {
    ended.save(key, cycle);
    events.publishEvent(new CycleEnded(key, cycle));
  }

  private Job judge(
      Job job, Progress progress, Cycle cycle, EntryCounts.Counts counts, boolean partly) {
    Schedule.State state = job.schedule().state();
    long inStep = progress.history().entryCounts().values().stream()
        .mapToLong(Long::longValue)
        .sum();
    Optional<Reason> reason =
        rules.judge(counts.failed(), counts.failedByReference(), inStep + counts.failedWithout());
    // A job that is paused would end nobody's access, also of a type that the target serves.
    if (reason.isPresent() && cycle.initial() && !partly) {
      entries.clearEscrows(job.key());
      return job.inState(
          Schedule.State.PAUSED,
          progress
              .withEscrows(0)
              .withHistory(progress.history().withEscrowsPruned(true))
              .released());
    }
    if (counts.held() > 0) {
      reason = Optional.of(Reason.TOO_MANY_DELETES);
    }
    if (cycle.initial()) {
      progress = progress.withHistory(progress.history().withEscrowsPruned(false));
    }
    return reason.isEmpty()
        ? job.inState(state, progress.released())
        : quarantined(job, progress, reason.get(), why(reason.get(), counts), progress.failures());
  }

  private static Failure why(Reason reason, EntryCounts.Counts counts) {
    return reason == Reason.TOO_MANY_DELETES
        ? new Failure(
            "TooManyDeletes",
            counts.held()
                + " entries would be deleted or disabled, which reaches the deletion threshold. The provisioning log names them. Restart the job with ForceDeletes to allow the deletions; otherwise correct the cause, then restart.",
            true)
        : new Failure(
            reason.wire(),
            (counts.failed() + counts.failedByReference())
                + " entries have failed. The provisioning log says why. Correct the cause, then restart the job.",
            true);
  }

  /**
   * Ends an attempt that failed because the target can't be used. The next attempt continues where this one stopped.
   *
   * @param mayPass whether the failure may pass by itself, so that only several in a row quarantine the job
   * @throws CycleStore.LostException if another runner has the cycle
   */
  @Transactional
  void failed(JobKey key, String runner, Failure error, boolean mayPass) {
    jobs.change(key, job -> {
      Cycle cycle = CycleStore.held(job.progress(), runner);
      Instant now = clocks.of(key.owner().tenantId()).instant();
      long failures = job.progress().failures() + 1;
      Execution execution = new Execution(
          cycle.id(),
          cycle.began(),
          now,
          Result.FAILED,
          job.progress().escrows(),
          cycle.counters(),
          error);
      save(key, EndedCycle.of(cycle, execution));
      Progress progress = job.progress()
          .withCycle(cycle.takenBy(Cycle.NO_RUNNER))
          .withHistory(job.progress().history().withExecution(execution));
      boolean patient = mayPass && failures < properties.quarantine().failuresInARow();
      return patient && progress.quarantine() == null
          ? job.with(progress.withQuarantine(null, failures))
          : quarantined(job, progress, Reason.EXCEPTION, error, failures);
    });
  }

  private Job quarantined(Job job, Progress progress, Reason reason, Failure error, long failures) {
    Instant now = clocks.of(job.owner().tenantId()).instant();
    @Nullable Quarantine current = progress.quarantine();
    if (current != null && rules.isOver(current, now)) {
      entries.clearEscrows(job.key());
      return job.inState(
          Schedule.State.DISABLED,
          progress.withEscrows(0).withoutCycle().withQuarantine(current, failures));
    }
    return job.with(progress.withQuarantine(rules.impose(current, reason, error, now), failures));
  }

  /** Error for the job's owner about a target that can't be used, with Microsoft's codes where one fits. */
  static Failure failure(TargetException e) {
    String prefix = "SystemForCrossDomainIdentityManagement";
    String code = switch (e.problem()) {
      case NOT_SCIM -> "ServiceIncompatible";
      case TIMEOUT, UNAVAILABLE -> "ServiceUnavailable";
      case CONNECTION_REFUSED, TLS_FAILED, NOT_FOUND -> "ConnectionFailed";
      default -> "InvalidCredentials";
    };
    boolean mendable = e.problem() != TargetException.Problem.UNAVAILABLE
        && e.problem() != TargetException.Problem.TIMEOUT;
    return new Failure(prefix + code, String.valueOf(e.getMessage()), mendable);
  }
}
