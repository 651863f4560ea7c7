package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Action;
import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.ObjectMapping;
import io.syncjobs.server.mapping.TargetAttribute;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * Synchronizes the references of an entry, such as members and manager. A referenced entry without a counterpart is left out until it gets one; then this
 * entry is synchronized again. References of the target to entries that no job entry is linked to stay. For one thread.
 */
public final class ReferenceSync {

  private final SyncRun run;
  private final ObjectMapping mapping;
  private final Entry entry;
  private final WriteAhead ahead;
  private final EventRecorder events;
  private final EntryCounters counters;
  private final KnownEntry before;
  private KnownEntry known;
  private @Nullable String formerId;
  private boolean changed;
  private boolean noted;
  private boolean unshown;
  private boolean strangers;
  private boolean doubtful;

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
    counters = new EntryCounters(known, ahead);
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
      run.failures().requireServed(mapping.targetType());
      resolve();
      run.failures().answered();
      Map<String, String> flowed = new HashMap<>(known.flowed());
      flowed.put(SyncRun.REFERENCES, run.referencesOf(mapping, entry, known));
      // A failure of other values is still to be retried.
      known = (known.byReference() ? known.succeeded() : known)
          .flowed(flowed)
          .pending(false)
          .strangers(strangers);
      // A look at the entry itself that is planned comes first.
      if (unshown && known.failures() == 0 && known.retryAt() == null) {
        known = known.lookingAgainAt(run.retryAt(0));
      }
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
      return failed(
          run.failures().at(mapping.targetType(), e),
          e.problem() != TargetException.Problem.ENTRY_MISSING);
    } catch (EntryFailure e) {
      return failed(e, false);
    }
  }

  /** Outcome if the target stays busy only for this entry; empty if it is busy for all. */
  public Optional<Outcome> givenUp(TargetException busy) {
    counters.referencesRead();
    return run.concernsAll(busy, mapping, before)
        ? Optional.empty()
        : Optional.of(failed(
            run.failures().at(mapping.targetType(), busy).busy(busy),
            true,
            run.retryAt(known.failures(), busy)));
  }

  /** @param byReference false to look for the counterpart itself at the next attempt */
  private Outcome failed(EntryFailure failure, boolean byReference) {
    return failed(failure, byReference, run.retryAt(known.failures()));
  }

  private Outcome failed(EntryFailure failure, boolean byReference, Instant retryAt) {
    counters.failed();
    events.step(
        "EntryExportUpdate", StepType.REFERENCE_RESOLUTION, Result.FAILURE, failure.reason());
    boolean onlyByReference = byReference && (known.failures() == 0 || known.byReference());
    // The next attempt at the entry itself repeats that at its references.
    known = (isInEscrow() ? known : known.failed(onlyByReference, retryAt)).pending(false);
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
    if (hasLostAll(current) && resolveElsewhere(current)) {
      return;
    }
    try {
      resolve(current);
    } catch (TargetException e) {
      if (e.problem().ofTarget() || !resolveElsewhere(current)) {
        throw e.problem() == TargetException.Problem.ENTRY_MISSING && !(current instanceof Unseen)
            ? shownWithoutId()
            : e;
      }
      return;
    }
    if (doubtful) {
      var unused = resolveElsewhere(current);
    }
  }

  private static TargetException shownWithoutId() {
    return TargetException.ofEntry(
        TargetException.Problem.ENTRY_REFUSED,
        "The target shows the entry's counterpart, but has none of its id to change, and a search finds no other.",
        "Look in the target for why it shows the entry and takes no changes of it. The change is tried again.");
  }

  private void resolve(Entry current) {
    for (AttributeMapping attribute : mapping.references()) {
      JsonNode value = attribute.value(run.evaluation(attribute, mapping, entry, known));
      if (value == null) {
        value = NullNode.getInstance();
      }
      KnownEntries.Referred wanted =
          run.entries().referred(run.connection().key(), IdSets.texts(value));
      Set<String> there = IdSets.texts(current.value(attribute.target().name()));
      Set<String> unwanted = IdSets.without(there, IdSets.inAnyCase(wanted.targets()));
      strangers |=
          attribute.flowType() == AttributeMapping.FlowType.ALWAYS && hasStrangers(unwanted);
      ReferenceWork work = new ReferenceWork(
          run,
          mapping,
          attribute,
          known,
          formerId,
          current instanceof Unseen,
          () -> run.whole(mapping, entry, known, current),
          ahead,
          events,
          counters);
      if (attribute.target().multivalued()) {
        new ManyReferences(work, there)
            .change(
                wanted.targets(), FoundLeavers.among(run, events, unwanted, IdSets.texts(value)));
      } else {
        boolean none = TargetAttribute.isNone(value)
            || wanted.withdrawn()
            || (wanted.targets().isEmpty() && getNoCounterpart(IdSets.texts(value)));
        new OneReference(work).change(current, none, wanted.targets(), there);
      }
      if (attribute.flowType() != AttributeMapping.FlowType.ALWAYS && !work.hasChanged()) {
        noteKept(attribute, wanted.targets(), there);
      }
      changed |= work.hasChanged();
      noted |= work.isNoted();
      unshown |= work.isUnshown();
      doubtful |= work.isDoubtful();
    }
  }

  /** Notes that the source has other references than were written, which the flow type keeps from being changed. */
  private void noteKept(AttributeMapping attribute, Set<String> wanted, Set<String> there) {
    String name = attribute.target().name();
    Set<String> written = run.written()
        .find(run.connection().key(), String.valueOf(known.targetId()), name)
        .confirmed();
    boolean kept = !IdSets.without(written, IdSets.inAnyCase(wanted)).isEmpty();
    boolean left = attribute.flowType() != AttributeMapping.FlowType.VALUE_ADD_ONLY
        && !IdSets.without(IdSets.without(wanted, written), IdSets.inAnyCase(there))
            .isEmpty();
    if (!written.isEmpty() && (kept || left)) {
      String why = "The source has other values for " + name
          + ", but the flow type of its mapping changes no existing ones.";
      events.step("EntryExportUpdate", StepType.REFERENCE_RESOLUTION, Result.SKIPPED, why);
      events.because(SkipReason.info(
          "FlowTypeExcluded",
          why,
          "Nothing if that is meant. Otherwise set its flow type to Always."));
      noted = true;
    }
  }

  /** True if the target showed references of the counterpart that the job has written, and shows none at all any more: it may show what is left of the counterpart. */
  private boolean hasLostAll(Entry current) {
    return mapping.references().stream()
        .filter(attribute -> attribute.target().multivalued())
        .map(attribute -> attribute.target().name())
        .filter(name -> IdSets.texts(current.value(name)).isEmpty())
        .map(name ->
            run.written().find(run.connection().key(), String.valueOf(known.targetId()), name))
        .anyMatch(written -> !written.hidden().containsAll(written.confirmed()));
  }

  /**
   * Changes the references of another entry that a search finds in place of the one that has the known id, if that takes no changes, or maybe none. False if
   * there is none.
   */
  private boolean resolveElsewhere(Entry current) {
    if (current instanceof Unseen || formerId != null) {
      return false;
    }
    Optional<Entry> other = elsewhere();
    other.ifPresent(this::resolve);
    return other.isPresent();
  }

  private Optional<Entry> elsewhere() {
    try {
      String id = String.valueOf(known.targetId());
      Set<Trace> names = matching().allNames(false);
      Optional<Entry> other = found(there -> !there.id().equalsIgnoreCase(id)
          && Recognition.sameExternalId(there, names).orElse(true));
      other.ifPresent(there -> events.step(
          "EntryImportTarget",
          StepType.IMPORT,
          Result.WARNING,
          "The target's " + id
              + ", the id of the counterpart, takes no changes of references or doesn't show them, and a search finds "
              + there.id() + ". It is assumed that this is the counterpart now."));
      return other;
    } catch (EntryFailure e) {
      events.step("EntryMatching", StepType.MATCHING, Result.WARNING, e.reason());
      return Optional.empty();
    }
  }

  private boolean hasStrangers(Set<String> unwanted) {
    return !unwanted.isEmpty() && new IdCases(run).known(unwanted).size() < unwanted.size();
  }

  /** True if entries of the same type left or are out of scope, so that they get no counterpart to refer to. */
  private boolean getNoCounterpart(Set<String> ids) {
    return ids.stream()
        .allMatch(id -> run.connection()
            .source()
            .find(entry.type(), id)
            .filter(change -> change.gone()
                || change.entry().isDeleted()
                || !run.inScope(mapping, change.entry()))
            .isPresent());
  }

  /** The counterpart as the target shows it, under its id or in a search. It is written to by its id if it is not shown at all. */
  private Entry counterpart() {
    String id = String.valueOf(known.targetId());
    return run.connection()
        .target()
        .read(mapping.targetType(), id)
        .map(this::recognized)
        .or(() -> found(there -> true))
        .orElseGet(() -> new Unseen(mapping.targetType(), id));
  }

  private Matching matching() {
    return new Matching(run, mapping, entry, known, events);
  }

  private Entry recognized(Entry there) {
    if (new Recognition(matching(), false).isOther(there)) {
      throw new EntryFailure(
          "EntryNotFound",
          "The target has given the id of the entry's counterpart to another entry.",
          "Nothing: the counterpart is looked for at the next attempt.");
    }
    run.idChanges().verify(String.valueOf(known.targetId()));
    return there;
  }

  private Optional<Entry> found(Predicate<Entry> filter) {
    Optional<Entry> found = matching()
        .findAgain(false)
        .map(there -> new IdCases(run).identified(mapping, known.targetId(), there))
        .filter(filter)
        .filter(there -> run.claim(mapping, there.id(), entry.id()).equals(entry.id()));
    found.ifPresent(there -> {
      if (!there.id().equals(known.targetId())) {
        formerId = known.targetId();
        var unused = counters.moved(
            new Outcome.Move(
                EntryKey.of(before), String.valueOf(known.targetId()), there.id(), false),
            run.idChanges());
        // A retry compares the other values of what it is now.
        known = known.lost().joined(mapping.targetType(), there).retriedAt(run.retryAt(0));
      }
    });
    return found;
  }
}
