package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.AttributeMapping.FlowType;
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

  OneReference(ReferenceWork work) {
    this.work = work;
    run = work.run;
    attribute = work.attribute;
    known = work.known;
    events = work.events;
    counters = work.counters;
  }

  /**
   * Gives the counterpart the wanted reference, or removes the one that was written before or is of a linked entry.
   *
   * @param none whether the source refers to nothing, rather than to an entry that has no counterpart yet
   */
  void change(Entry current, boolean none, Set<String> wanted, Set<String> shown) {
    WrittenReferences.Written memory = work.written();
    Set<String> dangling = dangling(memory, shown);
    // Those from before the counterpart itself got another id.
    Map<String, String> moved = shown.isEmpty()
        ? Map.of()
        : new MovedReferences(run, events).newIds(memory.dangling(), shown);
    if (moved.keySet().containsAll(wanted) && !wanted.isEmpty()) {
      return;
    }
    dangling.addAll(moved.values());
    work.remember(
        Set.of(), IdSets.without(IdSets.without(memory.dangling(), dangling), moved.keySet()));
    boolean unresolved = wanted.isEmpty() && !none && dangling.isEmpty();
    boolean keeps = attribute.flowType() != FlowType.ALWAYS && !shown.isEmpty();
    if (unresolved || keeps) {
      return;
    }
    Set<String> written = memory.all();
    written.addAll(dangling);
    work.noteHidden(IdSets.without(written, shown));
    boolean shownAsWanted = (shown.size() == wanted.size()
            && new IdCases(run).without(wanted, shown, memory.confirmed()).isEmpty())
        || (shown.isEmpty()
            && !written.isEmpty()
            && memory.attempted().isEmpty()
            && !known.looksAgain());
    if (shownAsWanted
        && memory.removing().isEmpty()
        && (written.isEmpty() || written.equals(wanted))) {
      work.noteEarlier(IdSets.among(wanted, memory.attempted()));
      work.remember(IdSets.without(wanted, memory.confirmed()), Set.of());
      return;
    }
    // A reference to an entry that is not linked was set by others.
    if (wanted.isEmpty()
        && written.isEmpty()
        && run.entries().sources(run.connection().key(), shown).isEmpty()) {
      return;
    }
    JsonNode after = wanted.isEmpty()
        ? NullNode.getInstance()
        : StringNode.valueOf(wanted.iterator().next());
    counters.toWrite();
    Set<String> before = new LinkedHashSet<>(written);
    before.addAll(shown);
    work.removing(IdSets.without(before, wanted));
    work.attempt(wanted);
    Target target = run.connection().target();
    work.ahead.beforeWrite();
    String name = work.name();
    Target.Updated updated = work.ahead.write(
        target,
        () -> target.update(
            current,
            Map.of(name, after),
            written.isEmpty() ? Set.of() : Set.of(name),
            known.doubtedLongEnough()));
    counters.written();
    work.changed();
    Entry answer = updated.shown();
    Set<String> now = answer == null || answer.value(name).isMissingNode()
        ? work.shownNow()
        : IdSets.texts(answer.value(name));
    boolean unheeded = isUnheeded(now, wanted, shown);
    if (unheeded && !known.doubtedLongEnough()) {
      throw TargetException.ofEntry(
          TargetException.Problem.ENTRY_REFUSED, Unheeded.saying(name), Unheeded.ADVICE);
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
      work.noteBelieved(written);
    }
    before.addAll(moved.keySet());
    work.remember(wanted, IdSets.without(before, wanted));
    events.modified(
        attribute.target(),
        true,
        shown.isEmpty() ? null : StringNode.valueOf(shown.iterator().next()),
        after);
    events.step(
        "EntryExportUpdate",
        StepType.REFERENCE_RESOLUTION,
        Result.SUCCESS,
        "Set " + work.name() + ".");
  }

  /** True if the target still shows what was there before a change. */
  private static boolean isUnheeded(Set<String> now, Set<String> wanted, Set<String> before) {
    // A target may show ids in another case than it was sent.
    return !now.isEmpty() && now.equals(before) && !IdSets.inAnyCase(wanted).containsAll(now);
  }

  /** References to counterparts that are no longer there, as far as the target still shows them. */
  private static Set<String> dangling(WrittenReferences.Written memory, Set<String> shown) {
    return IdSets.among(memory.dangling(), IdSets.inAnyCase(shown));
  }
}
