package io.syncjobs.server.web.api.mapper;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.Step;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.engine.DryRun;
import io.syncjobs.server.engine.DryRun.Action;
import io.syncjobs.server.engine.DryRun.Place;
import io.syncjobs.server.job.progress.Quarantine;
import io.syncjobs.server.web.api.generated.model.SimulatedAction;
import io.syncjobs.server.web.api.generated.model.SimulatedChange;
import io.syncjobs.server.web.api.generated.model.SynchronizationCyclePhase;
import io.syncjobs.server.web.api.generated.model.SynchronizationError;
import io.syncjobs.server.web.api.generated.model.SynchronizationSimulation;
import io.syncjobs.server.web.api.generated.model.SynchronizationSimulationCounts;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Maps dry runs. */
public final class SimulationMapper {

  private SimulationMapper() {}

  /** Writes a page of a dry run. */
  public static SynchronizationSimulation write(DryRun run, List<DryRun.Change> page) {
    Map<Action, Long> counts = run.counts();
    return new SynchronizationSimulation()
        .phase(
            run.initial()
                ? SynchronizationCyclePhase.INITIAL
                : SynchronizationCyclePhase.INCREMENTAL)
        .counts(new SynchronizationSimulationCounts()
            .create(counts.get(Action.CREATE))
            .update(counts.get(Action.UPDATE))
            .delete(counts.get(Action.DELETE))
            .disable(counts.get(Action.DISABLE))
            .none(counts.get(Action.NONE))
            .skip(counts.get(Action.SKIP))
            .escrow(counts.get(Action.ESCROW)))
        .quarantine(run.quarantine().map(SimulationMapper::error).orElse(null))
        .changes(page.stream().map(SimulationMapper::write).toList());
  }

  private static SynchronizationError error(Quarantine quarantine) {
    return new SynchronizationError()
        .code(quarantine.errorCode())
        .message(quarantine.errorMessage())
        .tenantActionable(quarantine.tenantActionable());
  }

  private static SimulatedChange write(DryRun.Change change) {
    ProvisioningEvent event = change.event();
    return new SimulatedChange()
        .objectType(event.source().type())
        .sourceId(event.source().id())
        .sourceName(event.source().displayName())
        .action(SimulatedAction.valueOf(change.action().name()))
        .targetId(change.targetId())
        .reason(reason(event))
        .modifiedProperties(AuditMapper.modified(event))
        .error(AuditMapper.write(event.error()));
  }

  private static @Nullable String reason(ProvisioningEvent event) {
    if (event.error() != null) {
      return event.error().reason();
    }
    String reason = event.steps().stream()
        .filter(SimulationMapper::explains)
        .map(Step::description)
        .distinct()
        .collect(Collectors.joining(" "));
    return reason.isEmpty() ? null : reason;
  }

  /** Reading an entry is no reason for anything, and nothing was written. */
  private static boolean explains(Step step) {
    return step.result() != Result.SUCCESS
        || (step.type() != StepType.IMPORT && step.type() != StepType.EXPORT);
  }

  /** Writes the place of a change, for a token. */
  public static String writePlace(Place place) {
    return place.action() + "/" + place.type() + "/" + place.id();
  }

  /** Reads what {@link #writePlace} wrote. */
  public static Place readPlace(String text) {
    String[] parts = text.split("/", 3);
    return new Place(Action.valueOf(parts[0]), parts[1], parts[2]);
  }
}
