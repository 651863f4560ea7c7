package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.ObjectMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The work on one attribute with references: what is given, what was written before, and what the log will say. For one thread. */
final class ReferenceWork {

  /** Values that a sentence names. */
  private static final int MOST_LISTED = 5;

  final SyncRun run;
  final ObjectMapping mapping;
  final AttributeMapping attribute;

  /** Id of the counterpart, in the case in which it is remembered. */
  final String targetId;

  /** Id that the counterpart had before this run; null if it has not changed. */
  private final @Nullable String formerId;

  /** Whether the target does not show the counterpart, so that nobody knows yet whether it takes what is written to the id. */
  private final boolean unseen;

  final KnownEntry known;

  /** For a target that takes only whole entries. */
  final WholeCounterpart whole;

  final WriteAhead ahead;
  final EventRecorder events;
  final EntryCounters counters;
  private boolean changed;
  private boolean noted;
  private boolean unshown;
  private boolean doubtful;

  ReferenceWork(
      SyncRun run,
      ObjectMapping mapping,
      AttributeMapping attribute,
      KnownEntry known,
      @Nullable String formerId,
      boolean unseen,
      Supplier<Target.Whole> whole,
      WriteAhead ahead,
      EventRecorder events,
      EntryCounters counters) {
    this.run = run;
    this.mapping = mapping;
    this.attribute = attribute;
    targetId = String.valueOf(known.targetId());
    this.known = known;
    this.formerId = formerId;
    this.unseen = unseen && !known.looksAgain();
    this.whole =
        new WholeCounterpart(formerId == null ? whole : () -> Target.Whole.UNKNOWN, events);
    this.ahead = ahead;
    this.events = events;
    this.counters = counters;
  }

  /** True if the target was changed. */
  boolean hasChanged() {
    return changed;
  }

  /** True if there is something else for the log. */
  boolean isNoted() {
    return noted;
  }

  /** True if values were written that the target does not show, and is to be asked for once more. */
  boolean isUnshown() {
    return unshown || (unseen && changed);
  }

  /** True if the target has answered changes with success that nobody can see. */
  boolean isDoubtful() {
    return doubtful;
  }

  void changed() {
    changed = true;
    if (unseen) {
      events.step(
          "EntryImportTarget",
          StepType.REFERENCE_RESOLUTION,
          Result.WARNING,
          "The target does not show the entry's counterpart. It took the change of " + name()
              + " under the id that is known. The counterpart may have another id, and is looked for again later.");
    }
  }

  void noted() {
    noted = true;
  }

  /** True if the last attempt has failed, maybe because of ids. */
  boolean hasFailed() {
    return known.byReference() && known.failures() > 0;
  }

  String name() {
    return attribute.target().name();
  }

  void attempt(Set<String> added) {
    run.written().attempt(run.connection().key(), targetId, name(), added);
  }

  void removing(Set<String> removed) {
    run.written().removing(run.connection().key(), targetId, name(), removed);
  }

  Written written() {
    JobKey job = run.connection().key();
    Written written = run.written().find(job, targetId, name());
    if (formerId != null) {
      written = written.after(run.written().find(job, formerId, name()));
    }
    if (written.dangling().isEmpty() && written.removing().isEmpty()) {
      return written;
    }
    Map<String, EntryKey> owners = run.written().owners(job, targetId, name());
    if (formerId != null) {
      owners.putAll(run.written().owners(job, formerId, name()));
    }
    Set<String> strangers = new MovedReferences(run, events, counters).ofStrangers(owners);
    remember(Set.of(), strangers);
    noteStrangers(strangers);
    return written.without(strangers);
  }

  private void noteStrangers(Set<String> strangers) {
    if (!strangers.isEmpty()) {
      noted = true;
      events.step(
          "EntryImportTarget",
          StepType.REFERENCE_RESOLUTION,
          Result.WARNING,
          "The target shows other names under former ids of counterparts, " + listed(strangers)
              + ". It is assumed that it has given the ids to others, who are left alone.");
    }
  }

  /** Ids to which nothing is written though the target does not show them. At the second look they are written once more. */
  private Set<String> believed(Written written) {
    return known.looksAgain() ? Set.of() : written.confirmed();
  }

  /**
   * Ids to refer to for the first time, or once more. That the target shows one that was never written does not tell whose it is.
   *
   * @param shown ids that the target shows
   */
  Set<String> first(Set<String> references, Written written, Set<String> shown) {
    Set<String> there = IdSets.among(written.confirmed(), IdSets.inAnyCase(shown));
    return IdSets.without(IdSets.without(references, believed(written)), there);
  }

  /** Remembers what was written. What was removed from an unseen counterpart is removed again at the second look. */
  void remember(Set<String> added, Set<String> removed) {
    Set<String> gone = unseen ? Set.of() : removed;
    if (!added.isEmpty() || !gone.isEmpty()) {
      counters.referencesWritten(ReferenceChanges.of(targetId, name(), added, gone));
      if (formerId != null) {
        // What is remembered under that is copied to the other id later.
        counters.referencesWritten(ReferenceChanges.of(formerId, name(), Set.of(), gone));
      }
    }
  }

  /** Forgets what was removed before this work and is neither shown nor written now, so that no later read shows it. */
  void forgetRemoved(Written memory, Set<String> shown, Set<String> touched) {
    Set<String> left = IdSets.without(memory.removed(), IdSets.inAnyCase(shown));
    remember(Set.of(), IdSets.without(left, touched));
  }

  /**
   * Remembers which of the values that were written the target does not show.
   *
   * @param vanished those that it has shown before
   */
  void rememberHidden(Set<String> hidden, Set<String> vanished) {
    if (!hidden.isEmpty() || !vanished.isEmpty()) {
      counters.referencesWritten(
          new ReferenceChanges(targetId, name(), Set.of(), Set.of(), hidden, vanished));
    }
  }

  /** Logs values that an attempt may have removed whose outcome got lost or was doubted, as the target does not have them. */
  void noteEarlierRemoval(Set<String> values) {
    if (!values.isEmpty()) {
      noted = true;
      events.step(
          "EntryImportTarget",
          StepType.REFERENCE_RESOLUTION,
          Result.WARNING,
          "The target does not have " + listed(values)
              + ", which an earlier attempt, whose outcome got lost or was doubted, may have removed.");
    }
  }

  /** Logs values that an attempt has written whose outcome got lost, for instance with the node. */
  void noteEarlier(Set<String> values) {
    if (!values.isEmpty()) {
      changed = true;
      counters.toWrite();
      counters.written();
      events.modified(attribute.target(), true, null, IdSets.list(values));
      events.step(
          "EntryExportUpdate",
          StepType.REFERENCE_RESOLUTION,
          Result.SUCCESS,
          "An earlier attempt, whose outcome got lost, has written " + values.size() + " of "
              + name() + ".");
    }
  }

  void noteHidden(Set<String> hidden) {
    if (!hidden.isEmpty()) {
      events.step(
          "EntryImportTarget",
          StepType.REFERENCE_RESOLUTION,
          Result.WARNING,
          "The target does not show " + listed(hidden)
              + ", which were written before. They are assumed to be there.");
    }
  }

  /** Looks again later if the target does not show what it says to have taken. After the second time it is believed. */
  void noteUnshown(Set<String> missing) {
    if (missing.isEmpty()) {
      return;
    }
    doubtful = true;
    unshown = !known.looksAgain();
    events.step(
        "EntryImportTarget",
        StepType.REFERENCE_RESOLUTION,
        Result.WARNING,
        (whole.isWithheld()
                ? "The target takes only whole entries, so that it gets no change once more,"
                : "The target answered the change with success" + (unshown ? "" : " again") + ",")
            + " but does not show " + listed(missing)
            + (unshown
                ? ". It may hide them, show them late, or not have taken them, so that they are written once more later unless they are shown then."
                : ". It is assumed to hide them. If it shows those of others, look there for why it ignores the change."));
  }

  /** References that the counterpart shows now. */
  Set<String> shownNow() {
    return run.connection()
        .target()
        .read(mapping.targetType(), targetId)
        .map(now -> IdSets.texts(now.value(name())))
        .orElse(Set.of());
  }

  /** Adds and removes values of an attribute with many. */
  Target.Removed write(Set<String> add, Set<String> remove) {
    if (add.isEmpty() && remove.isEmpty()) {
      return Target.Removed.ALL;
    }
    Target target = run.connection().target();
    boolean ends = !add.containsAll(remove);
    ahead.beforeWrite();
    try {
      Target.Removed removed = ahead.write(
          target,
          () -> target.changeReferences(
              mapping.targetType(),
              targetId,
              name(),
              add,
              remove,
              () -> whole.get(name(), add, ends)));
      if (!ends && whole.takesNoMore(add)) {
        return Target.Removed.ALL;
      }
      if (removed.doubtful().isEmpty()) {
        whole.changed(add, remove);
      }
      return removed;
    } catch (TargetException e) {
      if (e.problem().ofTarget() || ends || !whole.takesNoMore(add)) {
        throw e;
      }
      return Target.Removed.ALL;
    }
  }

  String doubt(Set<String> doubtful, Set<String> shown) {
    List<String> sentences = new ArrayList<>();
    Set<String> hidden = IdSets.without(doubtful, shown);
    if (!hidden.isEmpty()) {
      sentences.add("The target answered with an error to the removal of " + listed(hidden)
          + ", and does not show whether it has them.");
    }
    Set<String> still = IdSets.among(doubtful, shown);
    if (!still.isEmpty()) {
      sentences.add("The target answered with success to the removal of " + listed(still)
          + ", but still shows them.");
    }
    return String.join(" ", sentences);
  }

  /** Logs values that the target never showed, so that nobody knows whether it has removed them. */
  void noteBelieved(Set<String> removed) {
    noteBelieved(removed, false);
  }

  /** @param absent whether the target says that it does not have them */
  void noteBelieved(Set<String> removed, boolean absent) {
    if (!removed.isEmpty()) {
      doubtful = true;
      noteAssumed(
          absent
              ? "The target says that it does not have " + listed(removed)
                  + ", which were to be removed, and does not show whether that is so."
              : "The target answered with success to the removal of " + listed(removed)
                  + ", and does not show whether it has them.");
    }
  }

  void noteAssumed(String doubt) {
    events.step(
        "EntryExportUpdate",
        StepType.REFERENCE_RESOLUTION,
        Result.WARNING,
        doubt + " They are assumed to be gone.");
  }

  /** Names the first of some values, such as {@code 7 of members: Ada (1), Bob (2), Cy (3), Di (4), Eve (5), …}. */
  String listed(Set<String> ids) {
    List<String> first = ids.stream().limit(MOST_LISTED).toList();
    Map<String, String> names = run.entries().names(run.connection().key(), first);
    return ids.size() + " of " + name() + ": "
        + first.stream()
            .map(
                id -> Quoted.cut(names.containsKey(id) ? names.get(id) + " (" + id + ")" : id, 100))
            .collect(Collectors.joining(", "))
        + (ids.size() > MOST_LISTED ? ", …" : "");
  }
}
