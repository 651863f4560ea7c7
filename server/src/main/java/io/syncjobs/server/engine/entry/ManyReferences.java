package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.AttributeMapping.FlowType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Change of an attribute with many references, such as members. For one thread. */
final class ManyReferences {

  private final ReferenceWork work;
  private final SyncRun run;
  private final AttributeMapping attribute;
  private final KnownEntry known;
  private final EventRecorder events;
  private final EntryCounters counters;

  ManyReferences(ReferenceWork work) {
    this.work = work;
    run = work.run;
    attribute = work.attribute;
    known = work.known;
    events = work.events;
    counters = work.counters;
  }

  /** Gives the counterpart the wanted references, and takes from it those that were written before or are of linked entries. */
  void change(Set<String> wanted, Set<String> shown) {
    WrittenReferences.Written memory = work.written();
    Set<String> written = memory.confirmed();
    // A late read may show what a lost attempt has removed.
    Set<String> trusted = IdSets.without(shown, memory.removing());
    Set<String> absent = new IdCases(run).without(wanted, trusted, written);
    Set<String> add = fillsOnly(attribute) && !shown.isEmpty()
        ? new LinkedHashSet<>()
        : new LinkedHashSet<>(absent);
    boolean restarted = !known.flowed().containsKey(SyncRun.REFERENCES);
    // A hidden value is assumed to be there, as some services would store it twice. After a
    // restart, a target that shows some written values is trusted
    // about the others, which repairs what somebody removed there.
    if (!restarted || Collections.disjoint(written, IdSets.inAnyCase(shown))) {
      add = IdSets.without(add, written);
    }
    Set<String> missing = known.looksAgain() && (!fillsOnly(attribute) || shown.isEmpty())
        ? IdSets.without(IdSets.among(wanted, written), IdSets.inAnyCase(shown))
        : Set.of();
    add.addAll(missing);
    Set<String> stale = IdSets.without(memory.dangling(), wanted);
    Set<String> dangling = IdSets.inAnyCase(shown).containsAll(written) && !shown.isEmpty()
        ? IdSets.among(stale, IdSets.inAnyCase(shown))
        : stale;
    Set<String> gone = new LinkedHashSet<>(dangling);
    gone.addAll(IdSets.without(memory.all(), wanted));
    Set<String> remove = new LinkedHashSet<>();
    Set<String> moved = new LinkedHashSet<>();
    TargetException unsearched = null;
    if (attribute.flowType() == FlowType.ALWAYS) {
      remove.addAll(removable(gone, IdSets.without(shown, IdSets.inAnyCase(wanted))));
      Set<String> earlier = new LinkedHashSet<>(remove);
      // Those from before the counterpart itself got another id.
      earlier.addAll(memory.dangling());
      try {
        Map<String, String> newIds = new MovedReferences(run, events).newIds(earlier, shown);
        add = IdSets.without(add, newIds.keySet());
        moved.addAll(IdSets.without(newIds.keySet(), wanted));
        moved.forEach(id -> remove.add(String.valueOf(newIds.get(id))));
      } catch (TargetException e) {
        unsearched = e; // Access ends under the known ids first.
        add = IdSets.without(add, memory.dangling());
      }
    }
    if (unsearched == null) {
      // The target, which shows what was written, has dropped the others by itself.
      work.remember(Set.of(), IdSets.without(IdSets.without(stale, dangling), moved));
    }
    work.noteHidden(IdSets.without(written, IdSets.inAnyCase(shown)));
    Set<String> there = IdSets.without(wanted, absent);
    work.noteEarlier(IdSets.among(there, memory.attempted()));
    there.addAll(add);
    if (add.isEmpty() && remove.isEmpty()) {
      if (unsearched != null) {
        doubtIds(stale, unsearched);
      }
      work.remember(IdSets.without(there, written), Set.of());
      return;
    }
    counters.toWrite();
    // First of all, so that nothing that fails afterwards keeps access from being revoked.
    work.removing(remove);
    Target.Removed removed =
        withOtherCase(remove(remove), remove, IdSets.without(shown, IdSets.inAnyCase(wanted)));
    // Nobody is left behind an id that the target hides and whose counterpart is gone.
    Set<String> doubtful =
        IdSets.without(removed.doubtful(), IdSets.without(dangling, IdSets.inAnyCase(shown)));
    Set<String> sought =
        unsearched == null ? Set.of() : IdSets.without(remove, IdSets.inAnyCase(shown));
    work.remember(Set.of(), IdSets.without(IdSets.without(remove, doubtful), sought));
    if (doubtful.isEmpty()) {
      work.remember(Set.of(), moved);
    }
    Set<String> uncertain = memory.uncertain();
    uncertain.addAll(memory.dangling());
    uncertain.addAll(missing);
    add(add, uncertain);
    // One that hides some of those before may hide others as well.
    if (!add.isEmpty() && IdSets.inAnyCase(shown).containsAll(IdSets.without(written, missing))) {
      work.noteUnshown(IdSets.without(add, IdSets.inAnyCase(work.shownNow())));
    }
    doubt(doubtful, shown);
    if (unsearched != null) {
      doubtIds(sought, unsearched);
    }
    Set<String> hidden = IdSets.without(remove, IdSets.inAnyCase(shown));
    hidden.removeAll(doubtful);
    hidden.removeAll(memory.dangling());
    work.noteBelieved(IdSets.without(hidden, removed.absent()));
    work.remember(IdSets.without(there, written), Set.of());
    Set<String> lost = IdSets.among(removed.absent(), memory.removing());
    work.noteEarlierRemoval(lost);
    noteChanges(
        add, IdSets.without(remove, removed.absent()), IdSets.without(removed.absent(), lost));
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
    events.step(
        "EntryExportUpdate",
        StepType.REFERENCE_RESOLUTION,
        Result.SUCCESS,
        "Added " + added.size() + " and removed " + removed.size() + " of " + work.name() + ".");
  }

  /** @param uncertain values that may be there. They are removed before they are added, as some services would store them twice. */
  private void add(Set<String> add, Set<String> uncertain) {
    if (add.isEmpty()) {
      return;
    }
    work.attempt(add);
    try {
      var unused = write(add, IdSets.among(add, uncertain));
    } catch (TargetException e) {
      if (e.problem().ofTarget() || add.size() == 1) {
        throw e;
      }
      // One that the target refuses does not keep it from taking the others.
      @Nullable TargetException refused = null;
      for (String id : add) {
        try {
          var unused = write(Set.of(id), IdSets.among(Set.of(id), uncertain));
          work.remember(Set.of(id), Set.of());
        } catch (TargetException one) {
          if (one.problem().ofTarget()) {
            throw one;
          }
          refused = one;
        }
      }
      if (refused != null) {
        throw refused;
      }
    }
  }

  /** Removes values. A refusal of values that the target shows says which ones. */
  private Target.Removed remove(Set<String> remove) {
    try {
      return write(Set.of(), remove);
    } catch (TargetException e) {
      if (e.problem() != TargetException.Problem.ENTRY_REFUSED) {
        throw e;
      }
      throw e.when("The target refused to remove " + work.listed(remove) + ".");
    }
  }

  /** Removes values as the target shows them, if it still does so in another case than the one that is known. */
  private Target.Removed withOtherCase(
      Target.Removed removed, Set<String> remove, Set<String> shown) {
    Set<String> others = IdSets.without(IdSets.among(shown, IdSets.inAnyCase(remove)), remove);
    Map<String, String> still = new LinkedHashMap<>();
    IdSets.among(others, others.isEmpty() ? others : work.shownNow())
        .forEach(id -> remove.stream()
            .filter(known -> new IdCases(run).isSame(known, id))
            .findFirst()
            .ifPresent(known -> still.put(id, known)));
    if (still.isEmpty()) {
      return removed;
    }
    Set<String> doubtful = new LinkedHashSet<>(removed.doubtful());
    remove(still.keySet()).doubtful().forEach(id -> doubtful.add(String.valueOf(still.get(id))));
    Set<String> absent = new LinkedHashSet<>(removed.absent());
    absent.removeAll(still.values());
    return new Target.Removed(doubtful, absent);
  }

  /**
   * Tries again to remove what the target does not show to be gone. After many attempts it is assumed that the values are gone.
   *
   * @param shown values that the target showed before the removal
   */
  private void doubt(Set<String> doubtful, Set<String> shown) {
    if (doubtful.isEmpty()) {
      return;
    }
    String doubt = work.doubt(doubtful, shown);
    if (!known.doubtedLongEnough()) {
      throw TargetException.ofEntry(
          TargetException.Problem.ENTRY_REFUSED,
          doubt,
          "Remove them in the target by hand if it has them. The removal is tried again.");
    }
    work.remember(Set.of(), doubtful);
    work.noteAssumed(doubt);
  }

  /** Tries again to find out whether references to remove have other ids by now. After many attempts it is assumed that they have none. */
  private void doubtIds(Set<String> sought, TargetException unsearched) {
    if (!known.doubtedLongEnough()) {
      throw unsearched;
    }
    work.remember(Set.of(), sought);
    work.noteAssumed(
        "The target can't tell whether it has " + work.listed(sought) + " under other ids.");
  }

  private Target.Removed write(Set<String> add, Set<String> remove) {
    if (add.isEmpty() && remove.isEmpty()) {
      return Target.Removed.ALL;
    }
    Target target = run.connection().target();
    work.ahead.beforeWrite();
    return work.ahead.write(
        target,
        () -> target.changeReferences(
            work.mapping.targetType(), work.targetId, work.name(), add, remove));
  }

  /** References that the job has written, and shown ones to entries that are linked; others were set by somebody else. */
  private Set<String> removable(Set<String> written, Set<String> shown) {
    Set<String> remove = new LinkedHashSet<>(written);
    remove.addAll(new IdCases(run).known(shown));
    return remove;
  }

  /** True if references only fill an empty attribute. References are written after their entry was created, so this holds for ObjectAddOnly too. */
  private static boolean fillsOnly(AttributeMapping attribute) {
    return attribute.flowType() == FlowType.OBJECT_ADD_ONLY
        || attribute.flowType() == FlowType.ATTRIBUTE_ADD_ONLY;
  }
}
