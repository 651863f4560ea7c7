package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Action;
import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.engine.entry.EntryWork.Done;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.ObjectMapping;
import io.syncjobs.server.mapping.TargetAttribute;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** Update of an entry's counterpart, which may disable it. For one thread. */
final class CounterpartUpdate {

  private final EntryWork work;
  private final SyncRun run;
  private final ObjectMapping mapping;
  private final Entry entry;
  private final EventRecorder events;
  private final EntryCounters counters;

  /** Whether the target's answer to the last change shows the counterpart. */
  private boolean shownInAnswer;

  /** Whether the target has not taken a change of what it shows. */
  private boolean untaken;

  /** The counterpart as the target has shown it last; null if it has not. */
  private @Nullable Entry last;

  CounterpartUpdate(EntryWork work) {
    this.work = work;
    run = work.run;
    mapping = work.mapping;
    entry = work.entry;
    events = work.events;
    counters = work.counters;
  }

  /** Updates the counterpart; null if the target has it no longer. */
  @Nullable
  Done update(TargetValues flow, @Nullable Entry match, Action action) {
    boolean all = work.everything || match != null;
    if (all
        || work.known().byReference()
        || !run.referencesOf(mapping, entry, work.known())
            .equals(work.known().flowed().get(SyncRun.REFERENCES))) {
      work.pendReferences();
    }
    if (!all && !flow.concerns(work.known())) {
      noteKept(flow, null);
      return work.skip(action, SkipReason.NOTHING_CHANGED);
    }
    Entry current = match;
    if (current == null) {
      current = work.search.read(String.valueOf(work.known().targetId())).orElse(null);
      if (current == null) {
        return null;
      }
    }
    last = current;
    KnownEntry unchanged = work.known();
    try {
      return write(flow, current, flow.changes(current, unchanged, all, match != null), action);
    } catch (TargetException | EntryFailure e) {
      untaken |= e instanceof TargetException refusal
          && refusal.problem() == TargetException.Problem.ENTRY_MISSING;
      // The target may show what is left of the counterpart, and have that under another id.
      if (match != null || !untaken || work.search.elsewhere().isEmpty()) {
        throw e;
      }
      work.know(unchanged);
      return null;
    }
  }

  /**
   * Updates a counterpart that the target does not show.
   *
   * @param insisted attributes that are written though they have not changed
   * @return null if the target has none of its id
   */
  @Nullable
  Done updateUnseen(TargetValues flow, Action action, List<AttributeMapping> insisted) {
    KnownEntry unchanged = work.known();
    String id = String.valueOf(unchanged.targetId());
    Map<AttributeMapping, JsonNode> changes = flow.changesOfUnseen(work.known(), insisted);
    try {
      Done done = write(flow, new Unseen(mapping.targetType(), id), changes, action);
      if (done.result() == Result.SUCCESS) {
        work.noteUnseen(shownInAnswer);
      }
      return done;
    } catch (TargetException e) {
      if (e.problem() == TargetException.Problem.ENTRY_MISSING) {
        work.know(unchanged);
        return null;
      }
      throw e;
    }
  }

  private Done write(
      TargetValues flow, Entry current, Map<AttributeMapping, JsonNode> changes, Action action) {
    noteKept(flow, current);
    boolean mayWrite =
        mapping.flows().contains(ObjectMapping.Flow.UPDATE) || action != Action.UPDATE;
    if (changes.isEmpty() || !mayWrite) {
      work.know(work.known().flowed(flow.flowed(work.known())));
      return work.skip(
          action, mayWrite || changes.isEmpty() ? SkipReason.SAME_VALUES : SkipReason.NO_UPDATE);
    }
    // A counterpart that is disabled already may still get other changes.
    boolean disables =
        action == Action.DISABLE && changes.keySet().stream().anyMatch(work.disabling()::contains);
    if (!disables) {
      work.intend(null);
    }
    if (disables && !run.guard().allowsOneMore()) {
      return work.hold();
    }
    Set<String> written = flow.written(work.known());
    if (disables) {
      work.beforeDeletion();
    } else {
      work.beforeWrite();
    }
    Map<String, JsonNode> values = events.modified(changes, current);
    Target target = work.target();
    Target.Attempt attempt = work.known().attempt(work.before.failures() == 0);
    KnownEntry before = work.known();
    WholeCounterpart whole =
        new WholeCounterpart(() -> run.whole(mapping, work.entry, before, current), events);
    Set<String> withdrawals = withdrawals(changes, disables);
    Map<String, String> flowed = work.known().flowed();
    Supplier<Target.Updated> update = () -> {
      if (disables) {
        work.beforeEnd();
      }
      Target.Updated updated = work.ahead.write(
          target,
          () -> withdrawing(
              values,
              withdrawals,
              some -> target.update(current, some, written, () -> whole.get(disables), attempt)));
      whole.changed(Set.of(), Set.of());
      requireSaidAgain(IdSets.among(updated.absent(), written));
      work.know(work.known().flowed(flow.flowed(work.known())));
      shownInAnswer = updated.shown() != null;
      Entry shown = shown(changes, current, updated.shown());
      last = shown == null ? last : shown;
      requireHeeded(changes, current, shown, disables);
      requireShown(flow.unshown(changes, shown), flowed);
      return updated;
    };
    noteAssumed((disables ? work.guarded(update) : update.get()).assumed());
    if (disables) {
      counters.deleted();
    }
    counters.written();
    events.step("EntryExportUpdate", StepType.EXPORT, Result.SUCCESS, "Updated in the target.");
    return new Done(action == Action.DISABLE && !disables ? Action.UPDATE : action, Result.SUCCESS);
  }

  /** False if the target has shown that the counterpart does not have a value. */
  boolean mayHave(Trace value) {
    return last == null
        || last.value(value.attribute()).asString("").equalsIgnoreCase(value.value());
  }

  /** Links the entry to an entry of the target, and updates that. */
  Done join(TargetValues flow, Entry found, Action action) {
    Entry match = work.search.requireOwn(found);
    work.search.join(match);
    work.pendReferences();
    try {
      Done done = update(flow, match, action);
      return done == null ? new Done(action, Result.SUCCESS) : done;
    } catch (TargetException e) {
      throw e.problem() == TargetException.Problem.ENTRY_MISSING ? shownWithoutId() : e;
    }
  }

  private static TargetException shownWithoutId() {
    return TargetException.ofEntry(
        TargetException.Problem.ENTRY_MISSING,
        "The target finds the entry's counterpart by a search, but has none of its id to change.",
        "Look in the target for why it shows the entry and takes no changes of it. The change is tried again.");
  }

  /** Notes values of the source that are not written because of the mapping. */
  private void noteKept(TargetValues flow, @Nullable Entry current) {
    for (AttributeMapping attribute : flow.notCleared(work.known())) {
      String name = attribute.target().name();
      work.note(
          "NullValueKept",
          "The source has no value for " + name
              + " any more, but the counterpart keeps the one that was written.",
          attribute.target().multivalued()
              ? "A multi-valued attribute is never emptied. Remove the values in the target by hand if they must go."
              : "To clear it, set flowNullValues to true in the job's schema, at " + name
                  + " of the target and at "
                  + String.join(", ", new TreeSet<>(attribute.source().attributes()))
                  + " of the source.");
    }
    for (AttributeMapping attribute : flow.notReplaced(work.known(), current)) {
      if (!work.disabling().contains(attribute)) {
        work.note(
            "FlowTypeExcluded",
            "The source has another value for " + attribute.target().name()
                + ", but the flow type of its mapping changes no existing one.",
            "Nothing if that is meant. Otherwise set its flow type to Always.");
      }
    }
  }

  /**
   * The counterpart after a change, read again if the answer does not show it, or not whether it is disabled.
   *
   * @param answer the counterpart in the answer; null if that does not show it
   * @return null if nothing is known of it
   */
  private @Nullable Entry shown(
      Map<AttributeMapping, JsonNode> changes, Entry current, @Nullable Entry answer) {
    if (current instanceof Unseen) {
      return answer;
    }
    boolean tells = answer != null
        && work.disabling().stream()
            .filter(changes::containsKey)
            .map(attribute -> attribute.target().name())
            .noneMatch(name -> !TargetAttribute.isNone(current.value(name))
                && TargetAttribute.isNone(answer.value(name)));
    return tells ? answer : work.search.shown().orElse(null);
  }

  /**
   * Looks again later if the target does not show values that are the first of their attributes: it hides them, shows them late, or has not taken them.
   * Values of attributes that have been written before are believed to be there.
   *
   * @param before what was written before
   */
  private void requireShown(Map<String, String> unshown, Map<String, String> before) {
    String none = run.fingerprints().of(NullNode.getInstance());
    Set<String> first = new TreeSet<>(unshown.keySet());
    first.removeIf(name -> !before.getOrDefault(name, none).equals(none));
    Set<String> again = new TreeSet<>(unshown.keySet());
    again.removeIf(name -> !Objects.equals(unshown.get(name), before.get(name)));
    if (!first.isEmpty()) {
      work.lookAgain(String.join(", ", first));
    } else if (!again.isEmpty()) {
      work.noteBelieved(String.join(", ", again));
    }
  }

  /** Fails if the target still shows the old values. After many attempts it is believed that it has taken the new ones, except for those that end access. */
  private void requireHeeded(
      Map<AttributeMapping, JsonNode> changes,
      Entry current,
      @Nullable Entry shown,
      boolean disables) {
    Map<AttributeMapping, JsonNode> unheeded = Unheeded.of(changes, current, shown);
    if (shown == null || unheeded.isEmpty()) {
      return;
    }
    boolean enabled = disables && work.disabling().stream().anyMatch(unheeded::containsKey);
    if (enabled || !work.known().doubtedLongEnough()) {
      counters.written();
    }
    untaken = true;
    String saying = Unheeded.saying(Unheeded.shown(List.copyOf(unheeded.keySet()), shown));
    if (enabled && work.known().doubtedLongEnough()) {
      throw EntryFailure.unheeded(saying + Unheeded.KEPT);
    }
    work.requireHeeded(saying);
  }

  /** Attributes of the target whose changes end access. */
  private Set<String> withdrawals(Map<AttributeMapping, JsonNode> changes, boolean disables) {
    return changes.entrySet().stream()
        .filter(change -> (disables && work.disabling().contains(change.getKey()))
            || TargetAttribute.isNone(change.getValue()))
        .map(change -> change.getKey().target().name())
        .collect(Collectors.toSet());
  }

  /**
   * Writes values. If the target refuses some of them, those that end access are written by themselves, as no other value may keep it from
   * ending.
   */
  private Target.Updated withdrawing(
      Map<String, JsonNode> values,
      Set<String> withdrawals,
      Function<Map<String, JsonNode>, Target.Updated> write) {
    try {
      return write.apply(values);
    } catch (TargetException e) {
      Map<String, JsonNode> ending = new LinkedHashMap<>(values);
      ending.keySet().retainAll(withdrawals);
      if (e.problem().ofTarget()
          || e.problem() == TargetException.Problem.ENTRY_MISSING
          || ending.isEmpty()
          || ending.size() == values.size()) {
        throw e;
      }
      noteAssumed(write.apply(ending).assumed());
      work.accessEnded();
      events.step(
          "EntryExportUpdate",
          StepType.EXPORT,
          Result.WARNING,
          "The target refused the values together. Those that end access were written by themselves: "
              + String.join(", ", ending.keySet()) + ".");
      throw e;
    }
  }

  /** Fails at the first attempt at which the target says that it does not have what it hides. Such an answer may come from a gateway. */
  private void requireSaidAgain(Set<String> absent) {
    if (absent.isEmpty()) {
      return;
    }
    String names = String.join(", ", absent);
    if (work.before.failures() == 0) {
      if (work.isLeaving()) {
        work.accessEnded();
      }
      throw EntryFailure.of(TargetException.ofEntry(
          TargetException.Problem.ENTRY_REFUSED,
          "The target answered with an error to the removal of the former " + names
              + ", and does not show whether it has it.",
          "Remove it in the target by hand if it has it. The removal is tried again."));
    }
    events.step(
        "EntryImportTarget",
        StepType.IMPORT,
        Result.WARNING,
        "The target says that it does not have the former " + names
            + ", which was written before, and does not show whether that is so. It is assumed to be gone.");
  }

  private void noteAssumed(Set<String> gone) {
    if (!gone.isEmpty()) {
      events.step(
          "EntryImportTarget",
          StepType.IMPORT,
          Result.WARNING,
          "The target refuses to change " + String.join(", ", gone)
              + " and does not show it. The former value is assumed to be gone.");
    }
  }
}
