package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.ObjectMapping;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
      JsonNode value = attribute.value(run.evaluation(attribute, mapping, entry, known));
      if (value == null || !value.isValueNode() || value.isNull()) {
        continue;
      }
      anyValue = true;
      Optional<Entry> found = find(attribute.target().name(), value.asString());
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

  /** Values of the matching attributes; those that can't be evaluated are left out. */
  Set<Trace> traces() {
    Set<Trace> traces = new LinkedHashSet<>();
    for (AttributeMapping attribute : mapping.matching()) {
      try {
        JsonNode value = attribute.value(run.evaluation(attribute, mapping, entry, known));
        if (value != null && value.isValueNode() && !value.isNull()) {
          traces.add(new Trace(attribute.target().name(), value.asString()));
        }
      } catch (ExpressionException e) {
        // The entry fails for it, and nothing is written.
      }
    }
    return traces;
  }

  /** Finds a counterpart that the job had, or that an attempt without a known outcome may have created. */
  Optional<Entry> findEarlier() {
    String formerId = known.formerId();
    if (formerId != null) {
      Optional<Entry> former = run.connection().target().read(mapping.targetType(), formerId);
      if (former.isPresent()) {
        return former;
      }
    }
    return find(Objects.requireNonNullElse(known.traces(), Set.of()));
  }

  /** Finds a counterpart that the target does not show under its id, by what it was or would be created with. */
  Optional<Entry> findAgain() {
    Set<Trace> all = traces();
    all.addAll(Objects.requireNonNullElse(known.traces(), Set.of()));
    return find(all);
  }

  private Optional<Entry> find(Set<Trace> traces) {
    for (Trace trace : traces) {
      Optional<Entry> found = find(trace.attribute(), trace.value());
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Entry> find(String name, String value) {
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
