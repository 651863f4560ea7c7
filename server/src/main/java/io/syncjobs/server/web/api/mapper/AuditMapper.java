package io.syncjobs.server.web.api.mapper;

import io.syncjobs.server.audit.AuditQuery;
import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.web.api.generated.model.Initiator;
import io.syncjobs.server.web.api.generated.model.InitiatorType;
import io.syncjobs.server.web.api.generated.model.ModifiedProperty;
import io.syncjobs.server.web.api.generated.model.ProvisionedIdentity;
import io.syncjobs.server.web.api.generated.model.ProvisioningAction;
import io.syncjobs.server.web.api.generated.model.ProvisioningErrorInfo;
import io.syncjobs.server.web.api.generated.model.ProvisioningObjectSummary;
import io.syncjobs.server.web.api.generated.model.ProvisioningResult;
import io.syncjobs.server.web.api.generated.model.ProvisioningServicePrincipal;
import io.syncjobs.server.web.api.generated.model.ProvisioningStatusErrorCategory;
import io.syncjobs.server.web.api.generated.model.ProvisioningStatusInfo;
import io.syncjobs.server.web.api.generated.model.ProvisioningStep;
import io.syncjobs.server.web.api.generated.model.ProvisioningStepType;
import io.syncjobs.server.web.api.generated.model.ProvisioningSystem;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps entries of the provisioning log. */
public final class AuditMapper {

  private AuditMapper() {}

  /** Writes an entry of the log. */
  public static ProvisioningObjectSummary write(ProvisioningEvent event) {
    return new ProvisioningObjectSummary()
        .id(event.id())
        .activityDateTime(event.time().atOffset(ZoneOffset.UTC))
        .tenantId(event.owner().tenantId())
        .jobId(event.jobId())
        .cycleId(event.cycleId())
        .changeId(event.changeId())
        .provisioningAction(ProvisioningAction.valueOf(event.action().name()))
        .durationInMilliseconds((int) Math.min(event.durationMillis(), Integer.MAX_VALUE))
        .servicePrincipal(
            new ProvisioningServicePrincipal().id(event.owner().applicationId()).displayName(null))
        .sourceSystem(write(event.sourceSystem()))
        .targetSystem(write(event.targetSystem()))
        .initiatedBy(new Initiator()
            .id(event.byCaller() ? event.initiatedBy() : "")
            .displayName(event.initiatedBy())
            .initiatorType(event.byCaller() ? InitiatorType.APPLICATION : InitiatorType.SYSTEM))
        .sourceIdentity(write(event.source()))
        .targetIdentity(write(event.target()))
        .provisioningStatusInfo(new ProvisioningStatusInfo()
            .status(ProvisioningResult.valueOf(event.result().name()))
            .errorInformation(write(event.error())))
        .provisioningSteps(event.steps().stream().map(AuditMapper::write).toList())
        .modifiedProperties(modified(event));
  }

  /** Writes the attributes that changed. */
  static List<ModifiedProperty> modified(ProvisioningEvent event) {
    return event.modified().stream()
        .map(modified -> new ModifiedProperty()
            .displayName(modified.name())
            .oldValue(modified.oldValue())
            .newValue(modified.newValue()))
        .toList();
  }

  /** Writes the place of the last event, for a token. */
  public static String writePlace(List<ProvisioningEvent> events) {
    ProvisioningEvent last = events.get(events.size() - 1);
    return last.time() + " " + last.id();
  }

  /** Reads a place that {@link #writePlace} wrote. */
  public static AuditQuery.Place readPlace(String text) {
    int space = text.indexOf(' ');
    return new AuditQuery.Place(Instant.parse(text.substring(0, space)), text.substring(space + 1));
  }

  private static ProvisioningSystem write(ProvisioningEvent.System system) {
    return new ProvisioningSystem()
        .id(system.id())
        .displayName(system.displayName())
        .details(Map.of());
  }

  private static @Nullable ProvisionedIdentity write(
      ProvisioningEvent.@Nullable Identity identity) {
    return identity == null
        ? null
        : new ProvisionedIdentity()
            .id(identity.id())
            .displayName(identity.displayName())
            .identityType(identity.type())
            .details(Map.of("id", identity.id(), "odatatype", identity.type()));
  }

  private static ProvisioningStep write(ProvisioningEvent.Step step) {
    return new ProvisioningStep()
        .name(step.name())
        .provisioningStepType(ProvisioningStepType.valueOf(step.type().name()))
        .status(ProvisioningResult.valueOf(step.result().name()))
        .description(step.description())
        .details(Map.of());
  }

  static @Nullable ProvisioningErrorInfo write(ProvisioningEvent.@Nullable ErrorInfo error) {
    return error == null
        ? null
        : new ProvisioningErrorInfo()
            .errorCode(error.code())
            .errorCategory(category(error.category()))
            .reason(error.reason())
            .recommendedAction(error.recommendedAction())
            .additionalDetails(null);
  }

  private static ProvisioningStatusErrorCategory category(String name) {
    return Arrays.stream(ProvisioningStatusErrorCategory.values())
        .filter(category -> category.getValue().equals(name))
        .findFirst()
        .orElse(ProvisioningStatusErrorCategory.UNKNOWN_FUTURE_VALUE);
  }
}
