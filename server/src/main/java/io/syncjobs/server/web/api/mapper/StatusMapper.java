package io.syncjobs.server.web.api.mapper;

import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.progress.Counters;
import io.syncjobs.server.job.progress.Cycle;
import io.syncjobs.server.job.progress.Execution;
import io.syncjobs.server.job.progress.History;
import io.syncjobs.server.job.progress.Progress;
import io.syncjobs.server.job.progress.Quarantine;
import io.syncjobs.server.web.api.generated.model.QuarantineReason;
import io.syncjobs.server.web.api.generated.model.StringKeyLongValuePair;
import io.syncjobs.server.web.api.generated.model.SynchronizationError;
import io.syncjobs.server.web.api.generated.model.SynchronizationProgress;
import io.syncjobs.server.web.api.generated.model.SynchronizationQuarantine;
import io.syncjobs.server.web.api.generated.model.SynchronizationStatus;
import io.syncjobs.server.web.api.generated.model.SynchronizationStatusCode;
import io.syncjobs.server.web.api.generated.model.SynchronizationTaskExecution;
import io.syncjobs.server.web.api.generated.model.SynchronizationTaskExecutionResult;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Maps the status of jobs. */
final class StatusMapper {

  /** Graph's value for a time that hasn't come. */
  private static final OffsetDateTime NEVER =
      OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  private StatusMapper() {}

  static SynchronizationStatus write(Job job) {
    Progress progress = job.progress();
    History history = progress.history();
    return new SynchronizationStatus()
        .countSuccessiveCompleteFailures(progress.failures())
        .escrowsPruned(history.escrowsPruned())
        .code(SynchronizationStatusCode.valueOf(job.statusCode().name()))
        .lastExecution(last(progress))
        .lastSuccessfulExecution(execution(history.lastSuccessful()))
        .lastSuccessfulExecutionWithExports(execution(history.lastSuccessfulWithExports()))
        .quarantine(quarantine(progress.quarantine()))
        .steadyStateFirstAchievedTime(orNever(history.steadySince()))
        .steadyStateLastAchievedTime(orNever(history.steadyLast()))
        .troubleshootingUrl(progress.everStarted() ? "" : null)
        .progress(progress(progress.cycle()))
        .synchronizedEntryCountByType(history.entryCounts().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(count -> new StringKeyLongValuePair().key(count.getKey()).value(count.getValue()))
            .toList());
  }

  /** Last run of a job; for a started job without a run, the values that Graph sends. */
  private static @Nullable SynchronizationTaskExecution last(Progress progress) {
    Execution last = progress.history().last();
    if (last != null) {
      return execution(last);
    }
    return progress.everStarted()
        ? execution(0, Counters.NONE)
            .activityIdentifier(null)
            .state(SynchronizationTaskExecutionResult.FAILED)
            .error(error(new Execution.Failure("None", "", false)))
            .timeBegan(NEVER)
            .timeEnded(NEVER)
        : null;
  }

  static @Nullable SynchronizationTaskExecution execution(@Nullable Execution execution) {
    return execution == null
        ? null
        : execution(execution.escrowed(), execution.counters())
            .activityIdentifier(execution.id())
            .state(SynchronizationTaskExecutionResult.valueOf(execution.result().name()))
            .error(execution.error() == null ? null : error(execution.error()))
            .timeBegan(orNever(execution.began()))
            .timeEnded(orNever(execution.ended()));
  }

  private static SynchronizationTaskExecution execution(long escrowed, Counters counters) {
    return new SynchronizationTaskExecution()
        .countEntitled(counters.entitled())
        .countEntitledForProvisioning(counters.entitled())
        .countEscrowed(escrowed)
        .countEscrowedRaw(escrowed)
        .countExported(counters.exported())
        .countExports(counters.exports())
        .countImported(counters.imported())
        .countImportedDeltas(counters.importedDeltas())
        .countImportedReferenceDeltas(counters.importedReferenceDeltas());
  }

  private static List<SynchronizationProgress> progress(@Nullable Cycle cycle) {
    return cycle == null
        ? List.of()
        : List.of(new SynchronizationProgress()
            .completedUnits(Math.min(cycle.counters().imported(), cycle.total()))
            .totalUnits(cycle.total())
            .units("entries")
            .progressObservationDateTime(orNever(cycle.observed())));
  }

  private static @Nullable SynchronizationQuarantine quarantine(@Nullable Quarantine quarantine) {
    return quarantine == null
        ? null
        : new SynchronizationQuarantine()
            .currentBegan(orNever(quarantine.currentBegan()))
            .error(error(new Execution.Failure(
                quarantine.errorCode(), quarantine.errorMessage(), quarantine.tenantActionable())))
            .nextAttempt(orNever(quarantine.nextAttempt()))
            .reason(QuarantineReason.fromValue(quarantine.reason()))
            .seriesBegan(orNever(quarantine.seriesBegan()))
            .seriesCount(quarantine.seriesCount());
  }

  static SynchronizationError error(Execution.Failure failure) {
    return new SynchronizationError()
        .code(failure.code())
        .message(failure.message())
        .tenantActionable(failure.tenantActionable());
  }

  private static OffsetDateTime orNever(@Nullable Instant time) {
    return Objects.requireNonNullElse(JobMapper.utc(time), NEVER);
  }
}
