package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.ObjectMapping;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Looks for the counterpart of an entry that none is known of.
 *
 * @param run what it belongs to
 * @param mapping says what entries are matched by
 * @param entry the entry
 * @param known what is known of it
 * @param events where the match is noted
 */
record Matching(SyncRun run, ObjectMapping mapping, Entry entry, KnownEntry known, EventRecorder events) {

  /**
   * Finds the one.
   *
   * @throws EntryFailure if there are several, or there is nothing to match by
   */
  Optional<Entry> find() {
    boolean anyValue = false;
    for (AttributeMapping attribute : mapping.matching()) {
      JsonNode value = attribute.value(run.evaluation(attribute, mapping, entry, known, false));
      if (value == null || !value.isValueNode() || value.isNull()) {
        continue;
      }
      anyValue = true;
      Optional<Entry> found = find(attribute, value.asString());
      if (found.isPresent()) {
        return found;
      }
    }
    if (!anyValue) {
      throw new EntryFailure(
          "JoiningPropertyValueIsEmpty",
          "The entry has no value of what entries are matched by.",
          "Give it one, or map another attribute with a matchingPriority above 0.");
    }
    return Optional.empty();
  }

  private Optional<Entry> find(AttributeMapping attribute, String value) {
    String name = attribute.target().name();
    List<Entry> found = run.connection().target().find(mapping.targetType(), name, value);
    if (found.size() > 1) {
      throw new EntryFailure(
          "DuplicateTargetEntries",
          "Several entries in the target have the same " + name + ".",
          "Delete or change all but one of them, or match by another attribute.");
    }
    if (!found.isEmpty()) {
      events.step("EntryMatching", StepType.MATCHING, Result.SUCCESS, "Matched by " + name + ".");
    }
    return found.stream().findFirst();
  }
}
