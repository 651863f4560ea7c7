package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Action;
import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.AttributeMapping.FlowType;
import io.syncjobs.server.mapping.ObjectMapping;
import io.syncjobs.server.mapping.TargetAttribute;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/**
 * Synchronizes the references of an entry, such as members and manager. A referenced entry without a counterpart is left out until it gets one; then this
 * entry is synchronized again. References of the target to entries that no job entry is linked to stay. For one thread.
 */
public final class ReferenceSync {

  private final SyncRun run;
  private final ObjectMapping mapping;
  private final Entry entry;
  private final EventRecorder events;
  private final EntryCounters counters = new EntryCounters();
  private KnownEntry known;
  private boolean changed;

  /**
   * @param run the run
   * @param mapping mapping of the entry's type
   * @param entry the entry
   * @param known the job's knowledge of the entry
   */
  public ReferenceSync(SyncRun run, ObjectMapping mapping, Entry entry, KnownEntry known) {
    this.run = run;
    this.mapping = mapping;
    this.entry = entry;
    this.known = known;
    events = new EventRecorder(run, entry);
  }

  /**
   * Synchronizes the references.
   *
   * @throws TargetException if the target can't be used at all
   */
  public Outcome sync() {
    counters.referencesRead();
    try {
      resolve();
      run.timeouts().answered();
      Map<String, String> flowed = new HashMap<>(known.flowed());
      flowed.put(SyncRun.REFERENCES, run.referencesOf(mapping, entry, known));
      known = known
          .linked(String.valueOf(known.targetType()), String.valueOf(known.targetId()), flowed)
          .pending(false);
      return counters.outcome(
          known,
          changed ? events.event(Action.UPDATE, Result.SUCCESS, known, null) : null,
          mapping,
          true);
    } catch (ExpressionException e) {
      return failed(EntryFailure.of(e));
    } catch (TargetException e) {
      if (run.concernsAll(e)) {
        throw e;
      }
      return failed(EntryFailure.of(e));
    }
  }

  private Outcome failed(EntryFailure failure) {
    counters.failed();
    events.step(
        "EntryExportUpdate", StepType.REFERENCE_RESOLUTION, Result.FAILURE, failure.reason());
    known = known.failed(true, run.retryAt(known.failures())).pending(false);
    return counters.outcome(
        known, events.event(Action.UPDATE, Result.FAILURE, known, failure.info()), mapping, true);
  }

  private void resolve() {
    Target target = run.connection().target();
    String targetId = String.valueOf(known.targetId());
    @Nullable Entry current = target.read(mapping.targetType(), targetId).orElse(null);
    if (current == null) {
      return; // The next cycle that reads the entry creates it again.
    }
    for (AttributeMapping attribute : mapping.references()) {
      JsonNode value = attribute.value(run.evaluation(attribute, mapping, entry, known, false));
      if (value == null) {
        value = NullNode.getInstance();
      }
      Set<String> wanted = counterparts(value);
      Set<String> there = texts(current.value(attribute.target().name()));
      if (attribute.target().multivalued()) {
        changeMany(attribute, targetId, wanted, there);
      } else {
        changeOne(attribute, current, value, wanted, there);
      }
    }
  }

  private void changeMany(
      AttributeMapping attribute, String targetId, Set<String> wanted, Set<String> there) {
    Set<String> add = new LinkedHashSet<>(fillsOnly(attribute) && !there.isEmpty() ? Set.of() : wanted);
    add.removeAll(there);
    Set<String> surplus = new LinkedHashSet<>(there);
    surplus.removeAll(wanted);
    Set<String> remove = attribute.flowType() == FlowType.ALWAYS
        ? run.entries().sources(run.connection().key(), surplus).keySet()
        : Set.of();
    if (add.isEmpty() && remove.isEmpty()) {
      return;
    }
    counters.toWrite();
    run.connection()
        .target()
        .changeReferences(mapping.targetType(), targetId, attribute.target().name(), add, remove);
    counters.written();
    changed = true;
    events.modified(attribute.target(), true, null, list(add));
    events.step(
        "EntryExportUpdate",
        StepType.REFERENCE_RESOLUTION,
        Result.SUCCESS,
        "Added " + add.size() + " and removed " + remove.size() + " of "
            + attribute.target().name() + ".");
  }

  /** References are written after their entry was made, so that those of a new entry are those that fill an attribute. */
  private static boolean fillsOnly(AttributeMapping attribute) {
    return attribute.flowType() == FlowType.OBJECT_ADD_ONLY
        || attribute.flowType() == FlowType.ATTRIBUTE_ADD_ONLY;
  }

  private void changeOne(
      AttributeMapping attribute,
      Entry current,
      JsonNode value,
      Set<String> wanted,
      Set<String> there) {
    boolean unresolved = wanted.isEmpty() && !TargetAttribute.isNone(value);
    boolean keeps = attribute.flowType() != FlowType.ALWAYS && !there.isEmpty();
    if (wanted.equals(there) || unresolved || keeps) {
      return;
    }
    // A reference to an entry that is not linked was set by others.
    if (wanted.isEmpty() && run.entries().sources(run.connection().key(), there).isEmpty()) {
      return;
    }
    JsonNode after = wanted.isEmpty()
        ? NullNode.getInstance()
        : StringNode.valueOf(wanted.iterator().next());
    counters.toWrite();
    run.connection().target().update(current, Map.of(attribute.target().name(), after));
    counters.written();
    changed = true;
    events.modified(
        attribute.target(),
        true,
        there.isEmpty() ? null : StringNode.valueOf(there.iterator().next()),
        after);
    events.step(
        "EntryExportUpdate",
        StepType.REFERENCE_RESOLUTION,
        Result.SUCCESS,
        "Set " + attribute.target().name() + ".");
  }

  private Set<String> counterparts(JsonNode ids) {
    Set<String> sources = texts(ids);
    Map<String, String> targets = run.entries().targets(run.connection().key(), sources);
    return sources.stream()
        .filter(targets::containsKey)
        .map(source -> String.valueOf(targets.get(source)))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<String> texts(JsonNode value) {
    List<JsonNode> values = TargetAttribute.isNone(value)
        ? List.of()
        : value.isArray() ? value.valueStream().toList() : List.of(value);
    return values.stream()
        .map(each -> each.isObject() ? each.path("value").asString("") : each.asString(""))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static JsonNode list(Set<String> values) {
    var list = JsonNodeFactory.instance.arrayNode();
    values.forEach(list::add);
    return list;
  }
}
