package io.syncjobs.server.web.api.mapper;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.engine.Subject;
import io.syncjobs.server.web.api.generated.model.ProvisionOnDemandResponse;
import io.syncjobs.server.web.api.generated.model.SynchronizationJobApplicationParameters;
import io.syncjobs.server.web.api.generated.model.SynchronizationJobSubject;
import io.syncjobs.server.web.api.generated.model.SynchronizationLinkedObjects;
import io.syncjobs.server.web.api.generated.model.SynchronizationLinkedSubject;
import io.syncjobs.server.web.api.generated.model.SynchronizationManagerSubject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Maps provisioning on demand. Graph's answer is JSON within a string. */
public final class OnDemandMapper {

  /** Graph's name of the content. */
  private static final String KEY =
      "Microsoft.Identity.Health.CPP.Common.DataContracts.SyncFabric.StatusInfo";

  private OnDemandMapper() {}

  /** Reads the requested entries: the user or group, then those that it is linked with. */
  public static List<Subject> read(SynchronizationJobApplicationParameters parameters) {
    List<Subject> subjects = new ArrayList<>();
    SynchronizationJobSubject subject = parameters.getSubjects().get(0);
    String path = "parameters/0/subjects/0";
    subjects.add(
        new Subject(subject.getObjectTypeName(), subject.getObjectId(), path + "/objectId"));
    SynchronizationLinkedObjects links = subject.getLinks().orElse(null);
    if (links != null) {
      addLinked(links.getMembers().orElse(null), path + "/links/members/", subjects);
      addLinked(links.getOwners().orElse(null), path + "/links/owners/", subjects);
      SynchronizationManagerSubject manager = links.getManager().orElse(null);
      if (manager != null) {
        subjects.add(new Subject(
            manager.getObjectTypeName(), manager.getObjectId(), path + "/links/manager/objectId"));
      }
    }
    return subjects;
  }

  private static void addLinked(
      @Nullable List<SynchronizationLinkedSubject> linked, String path, List<Subject> subjects) {
    for (int i = 0; linked != null && i < linked.size(); i++) {
      subjects.add(new Subject(
          linked.get(i).getObjectTypeName(), linked.get(i).getObjectId(), path + i + "/objectId"));
    }
  }

  /** Writes the events of a request. */
  public static ProvisionOnDemandResponse write(List<ProvisioningEvent> events, URI context) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    events.forEach(event -> list.add(write(event)));
    return new ProvisionOnDemandResponse().atOdataContext(context).key(KEY).value(list.toString());
  }

  private static ObjectNode write(ProvisioningEvent event) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("action", camelCase(event.action().name()));
    node.put("changeId", event.changeId());
    node.put("startTime", event.time().minusMillis(event.durationMillis()).toString());
    node.put("endTime", event.time().toString());
    ArrayNode modified = node.putArray("modifiedProperties");
    event
        .modified()
        .forEach(each -> modified
            .addObject()
            .put("displayName", each.name())
            .put("oldValue", each.oldValue())
            .put("newValue", each.newValue()));
    ArrayNode steps = node.putArray("provisioningSteps");
    event
        .steps()
        .forEach(step -> steps
            .addObject()
            .put("name", step.name())
            .put("type", camelCase(step.type().name()))
            .put("status", camelCase(step.result().name()))
            .put("description", step.description())
            .put("timestamp", event.time().toString())
            .putObject("details"));
    node.put("reportableIdentifier", event.source().displayName());
    ObjectNode status =
        node.putObject("statusInfo").put("status", camelCase(event.result().name()));
    if (event.error() != null) {
      status
          .put("errorCode", event.error().code())
          .put("reason", event.error().reason())
          .put("recommendedAction", event.error().recommendedAction());
    }
    node.set("sourceIdentity", identity(event.source()));
    node.set("sourceSystem", system(event.sourceSystem()));
    node.set(
        "targetIdentity",
        event.target() == null ? JsonNodeFactory.instance.nullNode() : identity(event.target()));
    node.set("targetSystem", system(event.targetSystem()));
    return node;
  }

  private static ObjectNode identity(ProvisioningEvent.Identity identity) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", identity.id())
        .put("displayName", identity.displayName())
        .put("identityType", identity.type());
  }

  private static ObjectNode system(ProvisioningEvent.System system) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", system.id())
        .put("displayName", system.displayName());
  }

  /** Writes a constant like Graph: {@code STAGED_DELETE} becomes {@code stagedDelete}. */
  private static String camelCase(String constant) {
    StringBuilder name = new StringBuilder();
    for (String word : constant.toLowerCase(Locale.ROOT).split("_", -1)) {
      name.append(
          name.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return name.toString();
  }
}
