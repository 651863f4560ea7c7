package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Action;
import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Change;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.AttributeMapping.FlowType;
import io.syncjobs.server.mapping.JobMapping;
import io.syncjobs.server.mapping.ObjectMapping;
import io.syncjobs.server.mapping.TargetAttribute;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

  /** Values that a sentence names. */
  private static final int MOST_LISTED = 5;

  private final SyncRun run;
  private final ObjectMapping mapping;
  private final Entry entry;
  private final WriteAhead ahead;
  private final EventRecorder events;
  private final EntryCounters counters = new EntryCounters();
  private final KnownEntry before;
  private KnownEntry known;
  private boolean changed;
  private boolean noted;

  /**
   * @param run the run
   * @param mapping mapping of the entry's type
   * @param entry the entry
   * @param known the job's knowledge of the entry
   * @param ahead precedes writes
   */
  public ReferenceSync(
      SyncRun run, ObjectMapping mapping, Entry entry, KnownEntry known, WriteAhead ahead) {
    this.run = run;
    this.mapping = mapping;
    this.entry = entry;
    before = known;
    this.known = known;
    this.ahead = ahead;
    events = new EventRecorder(run, entry, known);
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
      run.failures().answered();
      Map<String, String> flowed = new HashMap<>(known.flowed());
      flowed.put(SyncRun.REFERENCES, run.referencesOf(mapping, entry, known));
      // A failure of other values is still to be retried.
      known = (known.byReference() ? known.succeeded() : known).flowed(flowed).pending(false);
      return counters.outcome(
          before,
          known,
          changed || noted
              ? events.event(Action.UPDATE, changed ? Result.SUCCESS : Result.SKIPPED, known, null)
              : null);
    } catch (ExpressionException e) {
      return failed(EntryFailure.of(e), true);
    } catch (TargetException e) {
      if (SyncRun.isBusy(e) || run.concernsAll(e, mapping, before)) {
        throw e;
      }
      return failed(EntryFailure.of(e), e.problem() != TargetException.Problem.ENTRY_MISSING);
    } catch (EntryFailure e) {
      return failed(e, false);
    }
  }

  /** Outcome if the target stays busy only for this entry; empty if it is busy for all. */
  public Optional<Outcome> givenUp(TargetException busy) {
    counters.referencesRead();
    return run.concernsAll(busy, mapping, before)
        ? Optional.empty()
        : Optional.of(failed(EntryFailure.of(busy), true));
  }

  /** @param byReference false to look for the counterpart itself at the next attempt */
  private Outcome failed(EntryFailure failure, boolean byReference) {
    counters.failed();
    events.step(
        "EntryExportUpdate", StepType.REFERENCE_RESOLUTION, Result.FAILURE, failure.reason());
    boolean onlyByReference = byReference && (known.failures() == 0 || known.byReference());
    // The next attempt at the entry itself repeats that at its references.
    known = (isInEscrow() ? known : known.failed(onlyByReference, run.retryAt(known.failures())))
        .pending(false);
    return counters.outcome(
        before, known, events.event(Action.UPDATE, Result.FAILURE, known, failure.info()));
  }

  /** True if an attempt at the entry itself has failed, and the next one is yet to come. */
  private boolean isInEscrow() {
    return known.failures() > 0
        && !known.byReference()
        && known.retryAt() != null
        && known.retryAt().isAfter(run.clock().instant());
  }

  private void resolve() {
    Entry current = counterpart();
    // Searches may show it in another case.
    String targetId = String.valueOf(known.targetId());
    for (AttributeMapping attribute : mapping.references()) {
      JsonNode value = attribute.value(run.evaluation(attribute, mapping, entry, known));
      if (value == null) {
        value = NullNode.getInstance();
      }
      KnownEntries.Referred wanted = run.entries().referred(run.connection().key(), texts(value));
      Set<String> there = texts(current.value(attribute.target().name()));
      if (attribute.target().multivalued()) {
        changeMany(attribute, targetId, wanted.targets(), there);
      } else {
        boolean none = TargetAttribute.isNone(value) || wanted.withdrawn();
        changeOne(attribute, targetId, current, none, wanted.targets(), there);
      }
    }
  }

  /** The counterpart as the target shows it, under its id or in a search. It is written to by its id if it is not shown at all. */
  private Entry counterpart() {
    String id = String.valueOf(known.targetId());
    return run.connection()
        .target()
        .read(mapping.targetType(), id)
        .or(this::found)
        .orElseGet(() -> new Unseen(mapping.targetType(), id));
  }

  private Optional<Entry> found() {
    Optional<Entry> found = new Matching(run, mapping, entry, known, events)
        .findAgain(false)
        .filter(there -> run.claim(there.id(), entry.id()).equals(entry.id()));
    found.ifPresent(there -> {
      if (!there.id().equalsIgnoreCase(known.targetId())) {
        counters.moved(known.targetId(), there.id());
        // A retry compares the other values of what it is now.
        known = known.lost().joined(mapping.targetType(), there).retriedAt(run.retryAt(0));
      }
    });
    return found;
  }

  private void changeMany(
      AttributeMapping attribute, String targetId, Set<String> wanted, Set<String> shown) {
    WrittenReferences.Written memory = written(attribute, targetId);
    Set<String> written = memory.confirmed();
    // A late read may show what a lost attempt has removed.
    Set<String> trusted = without(shown, memory.removing());
    Set<String> add =
        fillsOnly(attribute) && !shown.isEmpty() ? Set.of() : without(wanted, trusted);
    boolean restarted = !known.flowed().containsKey(SyncRun.REFERENCES);
    // A hidden value is assumed to be there, as some services would store it twice. After a
    // restart, a target that shows some written values is trusted
    // about the others, which repairs what somebody removed there.
    if (!restarted || Collections.disjoint(written, shown)) {
      add = without(add, written);
    }
    Set<String> stale = without(memory.dangling(), wanted);
    Set<String> dangling = inAnyCase(shown).containsAll(written) && !shown.isEmpty()
        ? among(stale, inAnyCase(shown))
        : stale;
    Set<String> gone = new LinkedHashSet<>(dangling);
    gone.addAll(without(memory.all(), wanted));
    Set<String> remove = attribute.flowType() == FlowType.ALWAYS
        ? withNewIds(removable(gone, without(shown, wanted)), shown)
        : Set.of();
    // The target, which shows what was written, has dropped the others by itself.
    remember(attribute, targetId, Set.of(), without(stale, dangling));
    noteHidden(attribute, without(written, shown));
    Set<String> there = among(trusted, wanted);
    noteEarlier(attribute, among(there, memory.attempted()));
    there.addAll(add);
    if (add.isEmpty() && remove.isEmpty()) {
      remember(attribute, targetId, without(there, written), Set.of());
      return;
    }
    counters.toWrite();
    // First of all, so that nothing that fails afterwards keeps access from being revoked.
    run.written().removing(run.connection().key(), targetId, attribute.target().name(), remove);
    Target.Removed removed = remove(attribute, targetId, remove);
    // Nobody is left behind an id that the target hides and whose counterpart is gone.
    Set<String> doubtful = without(removed.doubtful(), without(dangling, inAnyCase(shown)));
    remember(attribute, targetId, Set.of(), without(remove, doubtful));
    Set<String> uncertain = memory.uncertain();
    uncertain.addAll(memory.dangling());
    add(attribute, targetId, add, uncertain);
    doubt(attribute, targetId, doubtful, shown);
    remember(attribute, targetId, without(there, written), Set.of());
    noteChanges(attribute, add, without(remove, removed.absent()), removed.absent());
  }

  private void noteChanges(
      AttributeMapping attribute, Set<String> added, Set<String> removed, Set<String> absent) {
    if (!absent.isEmpty()) {
      noted = true;
      String why = "The target says that it does not have " + listed(attribute, absent)
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
    changed = true;
    events.modified(
        attribute.target(), true, removed.isEmpty() ? null : list(removed), list(added));
    events.step(
        "EntryExportUpdate",
        StepType.REFERENCE_RESOLUTION,
        Result.SUCCESS,
        "Added " + added.size() + " and removed " + removed.size() + " of "
            + attribute.target().name() + ".");
  }

  /**
   * Adds the ids that members to remove have by now, as far as the target shows members of no entry, or none at all. Each is searched for like a counterpart
   * that left.
   */
  private Set<String> withNewIds(Set<String> remove, Set<String> shown) {
    JobKey job = run.connection().key();
    Set<String> missing = without(remove, inAnyCase(shown));
    Set<String> strangers = inAnyCase(without(shown, remove));
    strangers.removeAll(run.entries().sources(job, strangers).keySet());
    if (missing.isEmpty() || (strangers.isEmpty() && !shown.isEmpty())) {
      return remove;
    }
    Set<String> all = new LinkedHashSet<>(remove);
    run.entries().find(job, run.entries().sources(job, missing).values()).values().stream()
        .filter(member -> missing.contains(String.valueOf(member.targetId())))
        .flatMap(member -> newId(member).stream())
        .filter(id -> shown.isEmpty() ? !inAnyCase(remove).contains(id) : strangers.contains(id))
        .forEach(all::add);
    return all;
  }

  private Optional<ObjectMapping> mapping(Change change, KnownEntry member) {
    JobMapping all = run.connection().mapping();
    return change.gone() ? all.ofGone(member.type(), member.targetType()) : all.of(change.entry());
  }

  /** Id under which a search shows the counterpart of an entry; empty if it shows none, or several. */
  private Optional<String> newId(KnownEntry member) {
    try {
      return run.connection()
          .source()
          .find(member.type(), member.id())
          .flatMap(change -> mapping(change, member)
              .flatMap(theirs -> new Matching(run, theirs, change.entry(), member, events)
                  .findAgain(change.gone())))
          .map(Entry::id);
    } catch (EntryFailure e) {
      events.step(
          "EntryMatching", StepType.MATCHING, Result.WARNING, e.reason() + " None is removed.");
      return Optional.empty();
    }
  }

  /** @param uncertain values that may be there. They are removed before they are added, as some services would store them twice. */
  private void add(
      AttributeMapping attribute, String targetId, Set<String> add, Set<String> uncertain) {
    if (add.isEmpty()) {
      return;
    }
    run.written().attempt(run.connection().key(), targetId, attribute.target().name(), add);
    try {
      var unused = change(attribute, targetId, add, among(add, uncertain));
    } catch (TargetException e) {
      if (e.problem().ofTarget() || add.size() == 1) {
        throw e;
      }
      // One that the target refuses does not keep it from taking the others.
      @Nullable TargetException refused = null;
      for (String id : add) {
        try {
          var unused = change(attribute, targetId, Set.of(id), among(Set.of(id), uncertain));
          remember(attribute, targetId, Set.of(id), Set.of());
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
  private Target.Removed remove(AttributeMapping attribute, String targetId, Set<String> remove) {
    try {
      return change(attribute, targetId, Set.of(), remove);
    } catch (TargetException e) {
      if (e.problem() != TargetException.Problem.ENTRY_REFUSED) {
        throw e;
      }
      throw e.when("The target refused to remove " + listed(attribute, remove) + ".");
    }
  }

  /**
   * Tries again to remove what the target does not show to be gone. After many attempts it is assumed that the values are gone.
   *
   * @param shown values that the target showed before the removal
   */
  private void doubt(
      AttributeMapping attribute, String targetId, Set<String> doubtful, Set<String> shown) {
    if (doubtful.isEmpty()) {
      return;
    }
    String doubt = doubt(attribute, doubtful, shown);
    if (!known.doubtedLongEnough()) {
      throw TargetException.ofEntry(
          TargetException.Problem.ENTRY_REFUSED,
          doubt,
          "Remove them in the target by hand if it has them. The removal is tried again.");
    }
    remember(attribute, targetId, Set.of(), doubtful);
    noteAssumed(doubt);
  }

  private String doubt(AttributeMapping attribute, Set<String> doubtful, Set<String> shown) {
    List<String> sentences = new ArrayList<>();
    Set<String> hidden = without(doubtful, shown);
    if (!hidden.isEmpty()) {
      sentences.add("The target answered with an error to the removal of "
          + listed(attribute, hidden) + ", and does not show whether it has them.");
    }
    Set<String> still = among(doubtful, shown);
    if (!still.isEmpty()) {
      sentences.add("The target answered with success to the removal of " + listed(attribute, still)
          + ", but still shows them.");
    }
    return String.join(" ", sentences);
  }

  /** Names the first of some values, such as {@code 7 of members: Ada (1), Bob (2), Cy (3), Di (4), Eve (5), …}. */
  private String listed(AttributeMapping attribute, Set<String> ids) {
    List<String> first = ids.stream().limit(MOST_LISTED).toList();
    Map<String, String> names = run.entries().names(run.connection().key(), first);
    return ids.size() + " of " + attribute.target().name() + ": "
        + first.stream()
            .map(
                id -> Quoted.cut(names.containsKey(id) ? names.get(id) + " (" + id + ")" : id, 100))
            .collect(Collectors.joining(", "))
        + (ids.size() > MOST_LISTED ? ", …" : "");
  }

  private void noteAssumed(String doubt) {
    events.step(
        "EntryExportUpdate",
        StepType.REFERENCE_RESOLUTION,
        Result.WARNING,
        doubt + " They are assumed to be gone.");
  }

  private Target.Removed change(
      AttributeMapping attribute, String targetId, Set<String> add, Set<String> remove) {
    if (add.isEmpty() && remove.isEmpty()) {
      return Target.Removed.ALL;
    }
    Target target = run.connection().target();
    ahead.beforeWrite();
    return ahead.write(
        target,
        () -> target.changeReferences(
            mapping.targetType(), targetId, attribute.target().name(), add, remove));
  }

  /** References to counterparts that are no longer there, as far as the target still shows them. */
  private static Set<String> dangling(WrittenReferences.Written memory, Set<String> shown) {
    return among(memory.dangling(), inAnyCase(shown));
  }

  private static Set<String> inAnyCase(Set<String> ids) {
    Set<String> inAnyCase = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    inAnyCase.addAll(ids);
    return inAnyCase;
  }

  /** References that the job has written, and shown ones to entries that are linked; others were set by somebody else. */
  private Set<String> removable(Set<String> written, Set<String> shown) {
    Set<String> remove = new LinkedHashSet<>(written);
    remove.addAll(run.entries().sources(run.connection().key(), shown).keySet());
    return remove;
  }

  /** True if references only fill an empty attribute. References are written after their entry was created, so this holds for ObjectAddOnly too. */
  private static boolean fillsOnly(AttributeMapping attribute) {
    return attribute.flowType() == FlowType.OBJECT_ADD_ONLY
        || attribute.flowType() == FlowType.ATTRIBUTE_ADD_ONLY;
  }

  /** @param none whether the source refers to nothing, rather than to an entry that has no counterpart yet */
  private void changeOne(
      AttributeMapping attribute,
      String targetId,
      Entry current,
      boolean none,
      Set<String> wanted,
      Set<String> shown) {
    WrittenReferences.Written memory = written(attribute, targetId);
    Set<String> dangling = dangling(memory, shown);
    remember(attribute, targetId, Set.of(), without(memory.dangling(), dangling));
    boolean unresolved = wanted.isEmpty() && !none && dangling.isEmpty();
    boolean keeps = attribute.flowType() != FlowType.ALWAYS && !shown.isEmpty();
    if (unresolved || keeps) {
      return;
    }
    Set<String> written = memory.all();
    written.addAll(dangling);
    noteHidden(attribute, without(written, shown));
    boolean shownAsWanted = shown.equals(wanted)
        || (shown.isEmpty() && !written.isEmpty() && memory.attempted().isEmpty());
    if (shownAsWanted
        && memory.removing().isEmpty()
        && (written.isEmpty() || written.equals(wanted))) {
      noteEarlier(attribute, among(wanted, memory.attempted()));
      remember(attribute, targetId, without(wanted, memory.confirmed()), Set.of());
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
    run.written()
        .removing(
            run.connection().key(), targetId, attribute.target().name(), without(before, wanted));
    run.written().attempt(run.connection().key(), targetId, attribute.target().name(), wanted);
    Target target = run.connection().target();
    ahead.beforeWrite();
    String name = attribute.target().name();
    Target.Updated updated = ahead.write(
        target,
        () -> target.update(
            current,
            Map.of(name, after),
            written.isEmpty() ? Set.of() : Set.of(name),
            known.doubtedLongEnough()));
    counters.written();
    changed = true;
    boolean unheeded = isUnheeded(updated, name, wanted, shown);
    if (unheeded && !known.doubtedLongEnough()) {
      throw TargetException.ofEntry(
          TargetException.Problem.ENTRY_REFUSED, Unheeded.saying(name), Unheeded.ADVICE);
    }
    if (unheeded || !updated.assumed().isEmpty()) {
      Set<String> gone = without(before, wanted);
      noteAssumed(doubt(attribute, gone, unheeded ? gone : Set.of()));
    }
    remember(attribute, targetId, wanted, without(before, wanted));
    events.modified(
        attribute.target(),
        true,
        shown.isEmpty() ? null : StringNode.valueOf(shown.iterator().next()),
        after);
    events.step(
        "EntryExportUpdate",
        StepType.REFERENCE_RESOLUTION,
        Result.SUCCESS,
        "Set " + attribute.target().name() + ".");
  }

  /** True if the target's answer to a change still shows what was there before. */
  private static boolean isUnheeded(
      Target.Updated updated, String attribute, Set<String> wanted, Set<String> before) {
    Entry answer = updated.shown();
    Set<String> now = answer == null ? Set.of() : texts(answer.value(attribute));
    // A target may show ids in another case than it was sent.
    return !now.isEmpty() && now.equals(before) && !inAnyCase(wanted).containsAll(now);
  }

  private WrittenReferences.Written written(AttributeMapping attribute, String targetId) {
    return run.written()
        .find(run.connection().key(), targetId, attribute.target().name());
  }

  private void remember(
      AttributeMapping attribute, String targetId, Set<String> added, Set<String> removed) {
    if (!added.isEmpty() || !removed.isEmpty()) {
      counters.referencesWritten(
          ReferenceChanges.of(targetId, attribute.target().name(), added, removed));
    }
  }

  /** Logs values that an attempt has written whose outcome got lost, for instance with the node. */
  private void noteEarlier(AttributeMapping attribute, Set<String> values) {
    if (!values.isEmpty()) {
      changed = true;
      counters.toWrite();
      counters.written();
      events.modified(attribute.target(), true, null, list(values));
      events.step(
          "EntryExportUpdate",
          StepType.REFERENCE_RESOLUTION,
          Result.SUCCESS,
          "An earlier attempt, whose outcome got lost, has written " + values.size() + " of "
              + attribute.target().name() + ".");
    }
  }

  private void noteHidden(AttributeMapping attribute, Set<String> hidden) {
    if (!hidden.isEmpty()) {
      events.step(
          "EntryImportTarget",
          StepType.REFERENCE_RESOLUTION,
          Result.WARNING,
          "The target does not show " + hidden.size() + " of the written values of "
              + attribute.target().name() + ". They are assumed to be there.");
    }
  }

  private static Set<String> among(Set<String> values, Set<String> others) {
    Set<String> both = new LinkedHashSet<>(values);
    both.retainAll(others);
    return both;
  }

  private static Set<String> without(Set<String> values, Set<String> others) {
    Set<String> rest = new LinkedHashSet<>(values);
    rest.removeAll(others);
    return rest;
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
