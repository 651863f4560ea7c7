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
 * Searches the target for the counterpart of an entry.
 *
 * @param run the run
 * @param mapping mapping with the matching attributes
 * @param entry the entry
 * @param known the job's knowledge of the entry
 * @param events recorder of the match
 */
record Matching(
    SyncRun run, ObjectMapping mapping, Entry entry, KnownEntry known, EventRecorder events) {

  /**
   * Finds the counterpart by the matching attributes, in the order of their priority.
   *
   * @throws EntryFailure if several entries match, or the entry has no value to match by
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
          "The entry has no value for any matching attribute.",
          "Give the entry a value, or set a matchingPriority above 0 on another attribute mapping.");
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
