package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.AttributeMapping.FlowType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** Change of an attribute with one reference, such as the manager. For one thread. */
final class OneReference {

  private final ReferenceWork work;
  private final SyncRun run;
  private final AttributeMapping attribute;
  private final KnownEntry known;
  private final EventRecorder events;
  private final EntryCounters counters;
  private final MovedReferences moves;

  /** Values that an earlier attempt was to remove. */
  private Set<String> removing = Set.of();

  OneReference(ReferenceWork work) {
    this.work = work;
    run = work.run;
    attribute = work.attribute;
    known = work.known;
    events = work.events;
    counters = work.counters;
    moves = new MovedReferences(run, events, counters);
  }

  /**
   * Gives the counterpart the reference, or removes the one that was written before or is of a linked entry.
   *
   * @param none whether the source refers to nothing, rather than to an entry that has no counterpart yet
   */
  void change(Entry current, boolean none, Set<String> reference, Set<String> shown) {
    Written before = work.written();
    MovedReferences.Looks looks = look(reference, before, shown);
    if (!reference.isEmpty()) {
      looks.requireAll();
      looks.requireTold(work);
    }
    Set<String> wanted = looks.current(reference);
    Written memory = before.doubting(looks.now());
    removing = memory.removing();
    Set<String> dangling = dangling(memory, wanted, shown);
    // Also those from before the counterpart itself got another id.
    Set<String> earlier = memory.possible();
    earlier.addAll(wanted);
    Map<String, String> moved = new LinkedHashMap<>(looks.now());
    moved.keySet().retainAll(looks.taken());
    Map<String, String> found =
        shown.isEmpty() ? Map.of() : moves.newIds(Set.of(), earlier, shown, looks.looked());
    if (found.keySet().containsAll(wanted) && !wanted.isEmpty()) {
      return;
    }
    moved.putAll(found);
    dangling.addAll(IdSets.without(Set.copyOf(moved.values()), wanted));
    work.remember(
        Set.of(), IdSets.without(IdSets.without(memory.dangling(), dangling), moved.keySet()));
    boolean unresolved = wanted.isEmpty() && !none && dangling.isEmpty();
    boolean keeps = attribute.flowType() != FlowType.ALWAYS && !shown.isEmpty();
    if (unresolved || keeps) {
      Set<String> attempted = IdSets.among(memory.attempted(), IdSets.inAnyCase(shown));
      work.noteEarlier(attempted);
      work.remember(attempted, Set.of());
      return;
    }
    Set<String> written = memory.all();
    written.addAll(dangling);
    written.removeAll(looks.ofStrangers(memory));
    work.noteHidden(IdSets.among(IdSets.without(written, IdSets.inAnyCase(shown)), wanted));
    boolean shownAsWanted = (shown.size() == wanted.size()
            && new IdCases(run).without(wanted, shown, memory.confirmed()).isEmpty())
        || (shown.isEmpty()
            && !written.isEmpty()
            && memory.attempted().isEmpty()
            && !known.looksAgain());
    if (shownAsWanted
        && memory.removing().isEmpty()
        && Collections.disjoint(memory.removed(), wanted)
        && (written.isEmpty() || written.equals(wanted))) {
      work.noteEarlier(memory.earlier(wanted));
      work.remember(IdSets.without(wanted, memory.confirmed()), Set.of());
      work.forgetRemoved(memory, shown, wanted);
      return;
    }
    // A reference to an entry that is not linked was set by others.
    if (wanted.isEmpty()
        && written.isEmpty()
        && run.entries()
            .sources(run.connection().key(), IdSets.without(shown, looks.ofStrangers(memory)))
            .isEmpty()) {
      return;
    }
    Set<String> replaced = new LinkedHashSet<>(written);
    replaced.addAll(shown);
    work.removing(IdSets.without(replaced, wanted));
    Set<String> given = write(current, wanted, written, replaced, shown);
    replaced.addAll(moved.keySet());
    work.remember(given, IdSets.without(replaced, given));
    replaced.addAll(given);
    work.forgetRemoved(memory, shown, replaced);
    events.modified(
        attribute.target(),
        true,
        shown.isEmpty() ? null : StringNode.valueOf(shown.iterator().next()),
        value(given));
    events.step(
        "EntryExportUpdate",
        StepType.REFERENCE_RESOLUTION,
        Result.SUCCESS,
        (given.isEmpty() ? "Removed " : "Set ") + work.name() + ".");
  }

  /** Looks at the counterparts that are to be referred to for the first time, once more, or no longer. */
  private MovedReferences.Looks look(Set<String> reference, Written memory, Set<String> shown) {
    Set<String> first = work.first(reference, memory, shown);
    return moves.look(first, IdSets.without(memory.all(), reference), work.hasFailed());
  }

  /**
   * Writes the reference, under another id if the target refuses it or does not show it, and has another.
   *
   * @param written what was written before
   * @param before what was written or shown before
   * @return the reference as it was written
   */
  private Set<String> write(
      Entry current,
      Set<String> wanted,
      Set<String> written,
      Set<String> before,
      Set<String> shown) {
    counters.toWrite();
    Set<String> given = wanted;
    Target.Updated updated;
    try {
      updated = update(current, given, written);
    } catch (TargetException e) {
      given = e.problem().ofTarget()
          ? wanted
          : IdSets.replaced(wanted, moves.currentOfRefused(wanted, shown));
      if (given.equals(wanted)) {
        throw e;
      }
      work.remember(Set.of(), wanted);
      updated = update(current, given, written);
    }
    Set<String> now = shown(updated);
    boolean first = !known.looksAgain() && !written.containsAll(given);
    if (first && run.idChanges().arePossible() && !IdSets.inAnyCase(now).containsAll(given)) {
      Set<String> other = replaced(given);
      if (!other.equals(given)) {
        given = other;
        updated = update(current, given, written);
        now = shown(updated);
      }
    }
    requireSaidAgain(updated, written);
    counters.written();
    work.changed();
    judge(updated, now, given, written, before, shown);
    return given;
  }

  /** Fails at the first attempt at which the target says that it does not have what it hides. */
  private void requireSaidAgain(Target.Updated updated, Set<String> written) {
    if (!updated.absent().isEmpty() && !removing.containsAll(written)) {
      throw TargetException.ofEntry(
          TargetException.Problem.ENTRY_REFUSED,
          work.doubt(written, Set.of()),
          "Remove it in the target by hand if it has it. The removal is tried again.");
    }
  }

  private Set<String> replaced(Set<String> reference) {
    return IdSets.replaced(reference, moves.current(reference));
  }

  private Target.Updated update(Entry current, Set<String> wanted, Set<String> written) {
    work.attempt(wanted);
    Target target = run.connection().target();
    work.ahead.beforeWrite();
    String name = work.name();
    return work.ahead.write(
        target,
        () -> target.update(
            current,
            Map.of(name, value(wanted)),
            written.isEmpty() ? Set.of() : Set.of(name),
            () -> work.whole.get(wanted.isEmpty()),
            known.attempt(!known.doubtedLongEnough() && !removing.containsAll(written))));
  }

  private static JsonNode value(Set<String> reference) {
    return reference.isEmpty()
        ? NullNode.getInstance()
        : StringNode.valueOf(reference.iterator().next());
  }

  /** The reference that the target shows after a change. */
  private Set<String> shown(Target.Updated updated) {
    Entry answer = updated.shown();
    return answer == null || answer.value(work.name()).isMissingNode()
        ? work.shownNow()
        : IdSets.texts(answer.value(work.name()));
  }

  /** Judges by what the target shows now whether it has taken a change. */
  private void judge(
      Target.Updated updated,
      Set<String> now,
      Set<String> wanted,
      Set<String> written,
      Set<String> before,
      Set<String> shown) {
    boolean absent = !updated.absent().isEmpty();
    boolean unheeded = isUnheeded(now, wanted, shown);
    if (unheeded && (wanted.isEmpty() || !known.doubtedLongEnough())) {
      throw TargetException.ofEntry(
          TargetException.Problem.ENTRY_REFUSED,
          Unheeded.saying(work.name()) + (known.doubtedLongEnough() ? Unheeded.KEPT : ""),
          Unheeded.ADVICE);
    }
    if (unheeded || !updated.assumed().isEmpty()) {
      Set<String> gone = IdSets.without(before, wanted);
      work.noteAssumed(work.doubt(gone, unheeded ? gone : Set.of()));
    }
    if (now.isEmpty() && shown.isEmpty() && IdSets.without(written, wanted).isEmpty()) {
      work.noteUnshown(wanted);
    }
    if (wanted.isEmpty()
        && shown.isEmpty()
        && now.isEmpty()
        && updated.assumed().isEmpty()) {
      work.noteBelieved(written, absent);
    }
  }

  /** True if the target still shows what was there before a change. */
  private static boolean isUnheeded(Set<String> now, Set<String> wanted, Set<String> before) {
    // A target may show ids in another case than it was sent.
    return !now.isEmpty() && now.equals(before) && !IdSets.inAnyCase(wanted).containsAll(now);
  }

  /**
   * References to counterparts that are no longer there, or from before the referring counterpart got another id, as far as the target still shows them, or
   * may hide them.
   */
  private static Set<String> dangling(Written memory, Set<String> wanted, Set<String> shown) {
    return shown.isEmpty() && wanted.isEmpty()
        ? new LinkedHashSet<>(memory.dangling())
        : IdSets.among(memory.dangling(), IdSets.inAnyCase(shown));
  }
}
