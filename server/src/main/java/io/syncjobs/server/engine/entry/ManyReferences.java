package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.AttributeMapping.FlowType;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Change of an attribute with many references, such as members. For one thread. */
final class ManyReferences {

  private final ReferenceWork work;
  private final SyncRun run;
  private final AttributeMapping attribute;
  private final KnownEntry known;
  private final EventRecorder events;
  private final EntryCounters counters;
  private final MovedReferences moves;
  private Written memory;

  /** Values that the target did not show after it had taken them. */
  private Set<String> unshown = Set.of();

  /** References that the target showed before the change. */
  private final Set<String> shown;

  ManyReferences(ReferenceWork work, Set<String> shown) {
    this.work = work;
    this.shown = shown;
    run = work.run;
    attribute = work.attribute;
    known = work.known;
    events = work.events;
    counters = work.counters;
    moves = new MovedReferences(run, events, counters);
    memory = work.written();
  }

  /**
   * Gives the counterpart the references, and takes from it those that were written before or are of linked entries.
   *
   * @param leavers those that are linked to no entry, and of entries that left
   */
  void change(Set<String> references, Set<String> leavers) {
    MovedReferences.Looks looks = look(references);
    Set<String> wanted = looks.current(references);
    memory = memory.doubting(looks.now());
    work.whole.keep(IdSets.among(wanted, memory.hides(shown)));
    RemovedReferences removal = new RemovedReferences(work, moves, memory, wanted, shown, looks);
    if (attribute.flowType() == FlowType.ALWAYS) {
      removal.find(leavers);
    }
    Set<String> trusted = IdSets.without(shown, memory.mayBeRemoved());
    Set<String> absent = new IdCases(run).without(wanted, trusted, memory.confirmed());
    Set<String> missing = missing(wanted);
    work.whole.repeat(missing);
    Set<String> untold = looks.untold(known);
    Set<String> add =
        IdSets.without(IdSets.without(missingAnd(missing, absent), removal.kept()), untold);
    removal.forgetDropped();
    Set<String> hidden = IdSets.without(memory.confirmed(), IdSets.inAnyCase(shown));
    // What is written or removed now is told about by that.
    work.noteHidden(IdSets.without(IdSets.without(hidden, removal.ids()), add));
    Set<String> there = IdSets.without(IdSets.without(wanted, absent), untold);
    work.noteEarlier(memory.earlier(there));
    if (!add.isEmpty() || !removal.ids().isEmpty()) {
      counters.toWrite();
      // First of all, so that nothing that fails afterwards keeps access from being revoked.
      removal.write();
      looks.requireAll();
      add.addAll(removal.dropped());
      memory = memory.without(removal.dropped());
      add = add(add, missing);
    }
    there.removeAll(removal.dropped());
    hidden.removeAll(removal.dropped());
    there.addAll(add);
    if (!removal.refused().isEmpty()) {
      noteCounts(add, IdSets.without(removal.done(), removal.refused()));
    }
    Set<String> earlier = removal.removedEarlier();
    work.noteEarlierRemoval(earlier);
    removal.requireDone();
    moves.learnUnknown(IdSets.among(hidden, wanted), shown);
    Set<String> noticed = IdSets.without(memory.confirmed(), missing);
    noticed.removeAll(memory.hidden());
    work.remember(IdSets.without(there, noticed), Set.of());
    Set<String> touched = new LinkedHashSet<>(there);
    touched.addAll(removal.ids());
    work.forgetRemoved(memory, shown, touched);
    hidden.removeAll(removal.ids());
    hidden.addAll(unshown);
    Set<String> news = IdSets.without(hidden, IdSets.without(memory.hidden(), there));
    Set<String> vanished = IdSets.without(news, unshown);
    vanished.removeAll(IdSets.without(memory.hidden(), memory.vanished()));
    work.rememberHidden(IdSets.without(news, vanished), vanished);
    noteChanges(
        add,
        removal.done(),
        known.failures() > 0 ? removal.absent() : IdSets.without(removal.absent(), earlier));
    looks.requireTold(work);
  }

  /** Looks at counterparts that are to be referred to for the first time, once more, or no longer. */
  private MovedReferences.Looks look(Set<String> references) {
    Set<String> first = work.first(references, memory, shown);
    Set<String> taken = new LinkedHashSet<>();
    if (attribute.flowType() == FlowType.ALWAYS) {
      taken.addAll(IdSets.without(memory.all(), references));
      taken.addAll(new IdCases(run).known(IdSets.without(shown, IdSets.inAnyCase(references))));
    }
    return moves.look(first, taken, work.hasFailed());
  }

  /** Wanted values that were written and are not shown at the second look. */
  private Set<String> missing(Set<String> wanted) {
    return known.looksAgain() && (!fillsOnly(attribute) || shown.isEmpty())
        ? IdSets.without(IdSets.among(wanted, memory.confirmed()), IdSets.inAnyCase(shown))
        : Set.of();
  }

  /**
   * Values to add.
   *
   * @param missing values that were written before
   * @param absent wanted values that the target does not show
   */
  private Set<String> missingAnd(Set<String> missing, Set<String> absent) {
    Set<String> add = fillsOnly(attribute) && !shown.isEmpty()
        ? new LinkedHashSet<>()
        : new LinkedHashSet<>(absent);
    boolean restarted = !known.flowed().containsKey(SyncRun.REFERENCES);
    // A hidden value is assumed to be there, as some services would store it twice. After a
    // restart, a target that shows some written values is trusted
    // about the others, which repairs what somebody removed there.
    if (!restarted || Collections.disjoint(memory.confirmed(), IdSets.inAnyCase(shown))) {
      add = IdSets.without(add, memory.confirmed());
    }
    add.addAll(missing);
    return add;
  }

  /** Adds values, and returns them under the ids by which they were added. */
  private Set<String> add(Set<String> add, Set<String> missing) {
    if (add.isEmpty()) {
      return add;
    }
    AddedReferences additions = new AddedReferences(work, moves, memory, shown);
    Set<String> added = IdSets.replaced(add, additions.add(add));
    Set<String> written = IdSets.without(memory.confirmed(), missing);
    // One that hides some of those before may hide others as well.
    boolean shows = IdSets.inAnyCase(shown).containsAll(written);
    unshown = shows ? IdSets.without(added, IdSets.inAnyCase(work.shownNow())) : added;
    Map<String, String> others = additions.addMoved(IdSets.without(unshown, missing));
    unshown = IdSets.without(unshown, others.keySet());
    if (shows) {
      work.noteUnshown(unshown);
    }
    return IdSets.replaced(added, others);
  }

  private void noteChanges(Set<String> added, Set<String> removed, Set<String> absent) {
    if (!absent.isEmpty()) {
      work.noted();
      String why = "The target says that it does not have " + work.listed(absent)
          + ", which were to be removed.";
      events.step("EntryImportTarget", StepType.REFERENCE_RESOLUTION, Result.WARNING, why);
      events.because(
          SkipReason.info(
              "ReferenceNotFound",
              why,
              "Nothing if they were removed there. Otherwise look there for them under other ids, and remove them by hand."));
    }
    if (added.isEmpty() && removed.isEmpty()) {
      return;
    }
    counters.written();
    work.changed();
    events.modified(
        attribute.target(),
        true,
        removed.isEmpty() ? null : IdSets.list(removed),
        IdSets.list(added));
    noteCounts(added, removed);
  }

  private void noteCounts(Set<String> added, Set<String> removed) {
    events.step(
        "EntryExportUpdate",
        StepType.REFERENCE_RESOLUTION,
        Result.SUCCESS,
        "Added " + added.size() + " and removed " + removed.size() + " of " + work.name() + ".");
  }

  /** True if references only fill an empty attribute. References are written after their entry was created, so this holds for ObjectAddOnly too. */
  private static boolean fillsOnly(AttributeMapping attribute) {
    return attribute.flowType() == FlowType.OBJECT_ADD_ONLY
        || attribute.flowType() == FlowType.ATTRIBUTE_ADD_ONLY;
  }
}
