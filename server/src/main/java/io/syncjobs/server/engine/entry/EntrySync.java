package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.audit.ProvisioningEvent.Action;
import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Change;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.ObjectMapping;
import io.syncjobs.server.mapping.TargetAttribute;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.JsonNode;

/**
 * Synchronizes the counterpart of one entry, except its references. Repeating it has no further effect, since the counterpart is searched for before it is
 * created. For one thread.
 */
public final class EntrySync {

  private static final Logger log = LoggerFactory.getLogger(EntrySync.class);
  private static final String NOTHING_CHANGED = "No mapped value has changed.";
  private static final String SAME_VALUES = "The target has these values already.";

  private static final String OCCUPIED =
      "Other work on the entry, a cycle or a provisioning on demand, was under way at the same time. A later cycle looks at the entry again.";

  private static final String NOT_SHOWN =
      "The target does not show the entry's counterpart, which is looked for again later.";

  private static final String NO_LONGER_THERE = "The target no longer has the entry.";

  private final SyncRun run;
  private final ObjectMapping mapping;
  private final Change change;
  private final Entry entry;
  private final boolean everything;
  private final boolean doubtful;
  private final WriteAhead ahead;
  private final EventRecorder events;
  private final EntryCounters counters = new EntryCounters();

  private final KnownEntry before;
  private KnownEntry known;
  private boolean waits;
  private boolean ended;

  /** Mappings that disable the counterpart if the entry left. */
  private List<AttributeMapping> disabling = List.of();

  /** Whether the target has answered a question about the entry. */
  private boolean asked;

  /**
   * @param run the run
   * @param mapping mapping of the entry's type
   * @param change change of the entry in the source
   * @param known the job's knowledge of the entry
   * @param everything whether to compare the counterpart even if nothing changed
   * @param ahead precedes writes
   */
  public EntrySync(
      SyncRun run,
      ObjectMapping mapping,
      Change change,
      KnownEntry known,
      boolean everything,
      WriteAhead ahead) {
    this.run = run;
    this.mapping = mapping;
    this.change = change;
    this.ahead = ahead;
    entry = change.entry();
    before = known;
    this.known = ahead.hasBegun(entry) ? known.attempted(Set.of()) : known;
    // Nobody knows which values an attempt without a known outcome has written.
    doubtful = this.known.uncertain();
    this.everything = everything || doubtful;
    events = new EventRecorder(run, entry);
  }

  /** True if the event says that the target has what it should have, rather than that the job must leave the entry alone. */
  public static boolean foundInStep(ProvisioningEvent event) {
    return event.steps().stream()
        .map(ProvisioningEvent.Step::description)
        .anyMatch(step -> step.equals(NOTHING_CHANGED) || step.equals(SAME_VALUES));
  }

  /** Knowledge of an entry whose write begins; empty for an entry that has no counterpart and gets none. */
  public static Optional<KnownEntry> attempted(
      SyncRun run, ObjectMapping mapping, Change change, KnownEntry known) {
    if (known.targetId() != null) {
      return Optional.of(known.attempted(Set.of()));
    }
    Entry entry = change.entry();
    try {
      if (!known.mayHaveCounterpart()
          && (change.gone()
              || !run.inScope(mapping, entry)
              || ObjectMapping.isOff(
                  entry,
                  ObjectMapping.mayBeOff(entry)
                      && !Leaving.disabling(run, mapping, entry, known).isEmpty()))) {
        return Optional.empty();
      }
    } catch (ExpressionException e) {
      return Optional.empty(); // The entry fails for it, and nothing is written.
    }
    EventRecorder unused = new EventRecorder(run, entry);
    return Optional.of(known.attempted(new Matching(run, mapping, entry, known, unused).traces()));
  }

  /**
   * Synchronizes the entry.
   *
   * @throws TargetException if the target can't be used at all
   * @throws EntryOccupied if other work on the entry is under way
   */
  public Outcome sync() {
    counters.read();
    events.step(
        "EntryImport",
        StepType.IMPORT,
        Result.SUCCESS,
        "Read " + entry.type() + " from the source.");
    Action action;
    Result result;
    try {
      Done done = decide();
      if (asked || counters.wrote()) {
        run.failures().answered();
      }
      action = done.action;
      result = done.result;
      boolean open = waits || (known.held() && action == Action.STAGED_DELETE);
      known = open ? known : known.succeeded();
      return counters.outcome(before, known, events.event(action, result, known, null));
    } catch (ExpressionException e) {
      return failed(EntryFailure.of(e));
    } catch (EntryFailure e) {
      return failed(e);
    } catch (TargetException e) {
      if (SyncRun.isBusy(e) || run.concernsAll(e, mapping, before)) {
        throw e;
      }
      return failed(EntryFailure.of(e));
    } catch (EntryOccupied | DataAccessException | TransactionException e) {
      throw e;
    } catch (RuntimeException e) {
      if (ahead.failed()) {
        throw e;
      }
      // An unexpected failure of one entry must not stop the others.
      log.error("Failed to synchronize {} {}", entry.type(), entry.id(), e);
      return failed(EntryFailure.unexpected());
    }
  }

  /** Outcome if the target stays busy only for this entry; empty if it is busy for all. */
  public Optional<Outcome> givenUp(TargetException busy) {
    counters.read();
    return run.concernsAll(busy, mapping, before)
        ? Optional.empty()
        : Optional.of(failed(EntryFailure.of(busy)));
  }

  /** Outcome of leaving the entry to other work on it, which is under way or has just ended. */
  public Outcome postponed() {
    Done done = skip(Action.OTHER, OCCUPIED);
    return counters.outcome(
        before,
        before.retriedAt(run.retryAt(0)),
        events.event(done.action, done.result, before, null));
  }

  private Outcome failed(EntryFailure cause) {
    EntryFailure failure = cause.saying(events.masked(cause.reason()));
    counters.failed();
    events.step("EntryExport", StepType.EXPORT, Result.FAILURE, failure.reason());
    known = known.failed(false, run.retryAt(known.failures()));
    Action action = known.targetId() == null ? Action.CREATE : Action.UPDATE;
    return counters.outcome(
        before, known, events.event(action, Result.FAILURE, known, failure.info()));
  }

  private record Done(Action action, Result result) {}

  private Done decide() {
    boolean inScope = !change.gone() && run.inScope(mapping, entry);
    if (!change.gone() && (!inScope || ObjectMapping.mayBeOff(entry))) {
      disabling = Leaving.disabling(run, mapping, entry, known);
    }
    boolean off = ObjectMapping.isOff(entry, !disabling.isEmpty());
    events.step(
        "EntrySynchronizationScoping",
        StepType.SCOPING,
        inScope ? Result.SUCCESS : Result.SKIPPED,
        inScope
            ? "The entry is in scope."
            : change.gone() ? "The entry is gone from the source." : "The entry is out of scope.");
    known = known.withdrawn(isWithdrawn(inScope));
    if (inScope && !off) {
      counters.entitled();
      if (ObjectMapping.mayBeOff(entry) && !mapping.readsWhetherEnabled()) {
        noteStaysEnabled(
            mapping.readingWhetherOff().isEmpty()
                ? "The entry is disabled, but no attribute mapping reads IsSoftDeleted. Map it to the attribute of the target that disables, such as active."
                : Leaving.disablingNothing(mapping.readingWhetherOff()));
      }
      return provision();
    }
    if (known.targetId() == null && !joinEarlier()) {
      if (mayShowLater()) {
        return skip(Action.OTHER, NOT_SHOWN);
      }
      known = known.unlinked();
      return skip(Action.OTHER, "The entry has no counterpart and needs none.");
    }
    if (!inScope && !change.gone() && run.connection().options().keepOutOfScope()) {
      return skip(
          Action.OTHER,
          "The job's secret SkipOutOfScopeDeletions keeps entries that are out of scope.");
    }
    if (!mapping.flows().contains(ObjectMapping.Flow.DELETE)) {
      return skip(Action.DELETE, "The object mapping's flowTypes lack Delete.");
    }
    if (!disabling.isEmpty()) {
      return disable();
    }
    if (!change.gone() && !mapping.readingWhetherOff().isEmpty()) {
      events.step(
          "EntryExportDelete",
          StepType.EXPORT,
          Result.WARNING,
          "The counterpart can't be disabled, so that it is deleted. "
              + Leaving.disablingNothing(mapping.readingWhetherOff()));
    }
    return delete();
  }

  /** True if no counterpart is to refer to the entry's own. One that is only disabled keeps its references. */
  private boolean isWithdrawn(boolean inScope) {
    boolean kept = run.connection().options().keepOutOfScope()
        || !mapping.flows().contains(ObjectMapping.Flow.DELETE);
    return change.gone() || entry.isDeleted() || (!inScope && !kept);
  }

  private Done skip(Action action, String why) {
    events.step("EntrySynchronizationSkip", StepType.PROCESSING, Result.SKIPPED, why);
    return new Done(action, Result.SKIPPED);
  }

  private Done provision() {
    TargetValues flow = flow(false);
    if (known.targetId() != null) {
      Done done = update(flow, null, Action.UPDATE);
      if (done != null) {
        return done;
      }
      // The counterpart was deleted in the target, or a late read does not show it yet.
      known = known.lost();
    }
    Optional<Entry> match = matching().find().or(this::earlier);
    asked = true;
    if (match.isPresent()) {
      return joinOrMade(flow, match.get());
    }
    if (!mapping.flows().contains(ObjectMapping.Flow.ADD)) {
      return skip(Action.CREATE, "The object mapping's flowTypes lack Add.");
    }
    return create(flow);
  }

  /** Counterpart that the job had or may have created, unless it belongs to another entry. */
  private Optional<Entry> earlier() {
    return own(matching().findEarlier());
  }

  private Optional<Entry> own(Optional<Entry> counterpart) {
    return counterpart.filter(found -> run.claim(found.id(), entry.id()).equals(entry.id()));
  }

  /** Counterpart that the job had and that the target shows under another id now, unless it belongs to another entry. */
  private Optional<Entry> again() {
    return change.gone() || !known.mayHaveCounterpart()
        ? Optional.empty()
        : own(matching().findAgain());
  }

  /** Links the entry to an earlier counterpart; false if it has none. */
  private boolean joinEarlier() {
    Optional<Entry> found = earlier().or(this::again);
    found.ifPresent(there -> known = known.joined(mapping.targetType(), there));
    return found.isPresent();
  }

  /**
   * Plans another look at a counterpart that has to lose access and that a late read may not show yet; false if that was long enough ago to be sure that it
   * is gone.
   */
  private boolean mayShowLater() {
    Instant planned = known.retryAt();
    boolean later = known.mayHaveCounterpart()
        && (planned == null || planned.isAfter(run.clock().instant()));
    if (later) {
      known = known.retriedAt(run.retryAt(0));
      waits = true;
    }
    return later;
  }

  private void beforeWrite() {
    Set<Trace> traces = known.targetId() == null ? matching().traces() : Set.of();
    ahead.beforeWrite(entry);
    counters.toWrite();
    known = known.attempted(traces);
  }

  private void beforeDeletion() {
    var unused = guarded(() -> {
      beforeWrite();
      return true;
    });
  }

  private Done join(TargetValues flow, Entry match, Action action) {
    requireOwn(run.claim(match.id(), entry.id()));
    known = known.joined(mapping.targetType(), match);
    pendReferences();
    Done done = update(flow, match, action);
    return done == null ? new Done(action, Result.SUCCESS) : done;
  }

  /** Links the entry to an entry of the target. One that an attempt without a known outcome has created is logged as created. */
  private Done joinOrMade(TargetValues flow, Entry match) {
    boolean made = doubtful
        && before.targetId() == null
        && before.formerId() == null
        && flow.areThoseOf(match);
    Done done = join(flow, match, Action.UPDATE);
    if (!made) {
      return done;
    }
    counters.toWrite();
    counters.written();
    if (done.result == Result.SKIPPED) {
      var unused = events.modified(flow.forNew(), null);
    }
    events.step(
        "EntryExportAdd",
        StepType.EXPORT,
        Result.SUCCESS,
        "Found after an interruption: an earlier attempt, whose outcome got lost, was about to create the counterpart, which has all values of a new one.");
    return new Done(Action.CREATE, Result.SUCCESS);
  }

  private void requireOwn(String owner) {
    if (!owner.equals(entry.id())) {
      throw new EntryFailure(
          "DuplicateSourceEntries",
          "The matching entry in the target is the counterpart of another entry, " + owner + ".",
          "Give the two entries different values of the matching attribute.");
    }
  }

  /** Wanted values of the counterpart.
   *
   * @param off whether the counterpart is to be disabled
   */
  private TargetValues flow(boolean off) {
    return TargetValues.of(
        mapping,
        attribute ->
            run.evaluation(attribute, mapping, off ? new Leaving(entry, true) : entry, known),
        run.fingerprints()::of);
  }

  private Matching matching() {
    return new Matching(run, mapping, entry, known, events);
  }

  private Done create(TargetValues flow) {
    beforeWrite();
    Map<String, JsonNode> values = events.modified(flow.forNew(), null);
    String id;
    try {
      Target target = run.connection().target();
      id = ahead.write(target, () -> target.create(mapping.targetType(), values));
    } catch (TargetException e) {
      if (e.problem() == TargetException.Problem.ENTRY_CONFLICT) {
        // An earlier attempt may have created it and then lost the answer.
        Optional<Entry> made = matching().find();
        if (made.isPresent()) {
          return joinOrMade(flow, made.get());
        }
        if (doubtful) {
          throw new EntryFailure(
              "EntryConflict",
              e.reason(),
              "Nothing: an earlier attempt, whose outcome got lost, may have created the counterpart, which the target does not show yet. The next attempt looks for it again.");
        }
      }
      throw e;
    }
    counters.written();
    requireOwn(run.claims().claim(id, entry.id()));
    counters.deletedCounterpart(known.formerId());
    Map<String, String> flowed = flow.flowedToNew();
    flowed.put(SyncRun.REFERENCES, run.referencesOf(mapping, entry, known));
    known = known
        .linked(mapping.targetType(), id, flowed)
        .pending(run.refersToAny(mapping, entry, known));
    events.step("EntryExportAdd", StepType.EXPORT, Result.SUCCESS, "Created in the target.");
    return new Done(Action.CREATE, Result.SUCCESS);
  }

  /** Updates the counterpart; null if the target has it no longer. */
  private @Nullable Done update(TargetValues flow, @Nullable Entry match, Action action) {
    boolean all = everything || match != null;
    if (all
        || known.byReference()
        || !run.referencesOf(mapping, entry, known)
            .equals(known.flowed().get(SyncRun.REFERENCES))) {
      pendReferences();
    }
    if (!all && !flow.concerns(known)) {
      return skip(action, NOTHING_CHANGED);
    }
    Entry current = match;
    if (current == null) {
      current = run.connection()
          .target()
          .read(mapping.targetType(), String.valueOf(known.targetId()))
          .orElse(null);
      asked = true;
      if (current == null) {
        return null;
      }
    }
    Map<AttributeMapping, JsonNode> changes = flow.changes(current, known, all, match != null);
    boolean mayWrite =
        mapping.flows().contains(ObjectMapping.Flow.UPDATE) || action != Action.UPDATE;
    if (changes.isEmpty() || !mayWrite) {
      if (known.uncertain()) {
        events.step(
            "EntryImportTarget",
            StepType.IMPORT,
            Result.WARNING,
            "An earlier attempt, whose outcome got lost, may have written values.");
      }
      known = known.flowed(flow.flowed(known));
      return skip(action, mayWrite ? SAME_VALUES : "The object mapping's flowTypes lack Update.");
    }
    // A counterpart that is disabled already may still get other changes.
    boolean disables =
        action == Action.DISABLE && changes.keySet().stream().anyMatch(disabling::contains);
    if (disables && !run.guard().allowsOneMore()) {
      return hold();
    }
    Set<String> written = flow.written(known);
    if (disables) {
      beforeDeletion();
    } else {
      beforeWrite();
    }
    Map<String, JsonNode> values = events.modified(changes, current);
    Target target = run.connection().target();
    Entry there = current;
    boolean gone = known.doubtedLongEnough();
    Set<String> withdrawals = withdrawals(changes, disables);
    Supplier<Target.Updated> update = () -> {
      Target.Updated updated = ahead.write(
          target,
          () ->
              withdrawing(values, withdrawals, some -> target.update(there, some, written, gone)));
      known = known.flowed(flow.flowed(known));
      requireHeeded(changes, there, updated.shown(), disables);
      return updated;
    };
    noteAssumed((disables ? guarded(update) : update.get()).assumed());
    if (disables) {
      counters.deleted();
    }
    counters.written();
    events.step("EntryExportUpdate", StepType.EXPORT, Result.SUCCESS, "Updated in the target.");
    return new Done(action == Action.DISABLE && !disables ? Action.UPDATE : action, Result.SUCCESS);
  }

  /** Fails if the target still shows the old values. After many attempts it is believed that it has taken the new ones. */
  private void requireHeeded(
      Map<AttributeMapping, JsonNode> changes,
      Entry current,
      @Nullable Entry answer,
      boolean disables) {
    Entry shown = answer;
    if (disables
        && disabling.stream()
            .filter(changes::containsKey)
            .map(attribute -> attribute.target().name())
            .anyMatch(name -> !TargetAttribute.isNone(current.value(name))
                && (answer == null || TargetAttribute.isNone(answer.value(name))))) {
      shown = run.connection().target().read(mapping.targetType(), current.id()).orElse(null);
    }
    Map<AttributeMapping, JsonNode> unheeded = Unheeded.of(changes, current, shown);
    if (shown == null || unheeded.isEmpty()) {
      return;
    }
    if (!known.doubtedLongEnough()) {
      counters.written();
    }
    requireHeeded(Unheeded.saying(Unheeded.shown(List.copyOf(unheeded.keySet()), shown)));
  }

  /** Fails because the target does not show a change. After many attempts it is believed that it was made. */
  private void requireHeeded(String saying) {
    if (known.doubtedLongEnough()) {
      events.step(
          "EntryImportTarget",
          StepType.IMPORT,
          Result.WARNING,
          events.masked(saying)
              + " After many attempts it is assumed that the target has taken it.");
      return;
    }
    events.step(
        "EntryExport",
        StepType.EXPORT,
        Result.SUCCESS,
        "The target answered the change with success.");
    throw EntryFailure.unheeded(saying);
  }

  /** Attributes of the target whose changes end access. */
  private Set<String> withdrawals(Map<AttributeMapping, JsonNode> changes, boolean disables) {
    return changes.entrySet().stream()
        .filter(change -> (disables && disabling.contains(change.getKey()))
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
      ended = true;
      events.step(
          "EntryExportUpdate",
          StepType.EXPORT,
          Result.WARNING,
          "The target refused the values together. Those that end access were written by themselves: "
              + String.join(", ", ending.keySet()) + ".");
      throw e;
    }
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

  /** An allowed deletion counts only if it succeeds, or if access ended although the rest was refused. */
  private <T> T guarded(Supplier<T> deletion) {
    try {
      return deletion.get();
    } catch (RuntimeException e) {
      if (!ended) {
        run.guard().giveBack();
      }
      throw e;
    }
  }

  private void noteStaysEnabled(String why) {
    events.step(
        "EntryExportUpdate",
        StepType.EXPORT,
        Result.WARNING,
        "The counterpart stays as it is. " + why);
  }

  private Done disable() {
    if (disabling.stream()
        .noneMatch(attribute -> attribute.flowType() == AttributeMapping.FlowType.ALWAYS)) {
      noteStaysEnabled(
          "The mapping of " + disabling.get(0).target().name()
              + ", which would disable it, has a flow type that changes no existing value. Set its flow type to Always.");
    }
    TargetValues flow = flow(true);
    Done done = update(flow, null, Action.DISABLE);
    if (done == null) {
      Optional<Entry> moved = again();
      if (moved.isPresent()) {
        known = known.lost();
        return join(flow, moved.get(), Action.DISABLE);
      }
      if (mayShowLater()) {
        return skip(Action.DISABLE, NOT_SHOWN);
      }
      unlink();
      return skip(Action.DISABLE, NO_LONGER_THERE);
    }
    return done;
  }

  private Done delete() {
    if (!run.guard().allowsOneMore()) {
      return hold();
    }
    KnownEntry unchanged = known;
    beforeDeletion();
    boolean shown = guarded(this::findCounterpart);
    boolean deleted = guarded(() -> deleteById(shown));
    // An attempt whose outcome got lost may have deleted it.
    if (!deleted && !doubtful) {
      run.guard().giveBack();
      known = unchanged;
      if (mayShowLater()) {
        return skip(Action.DELETE, NOT_SHOWN);
      }
      unlink();
      return skip(Action.DELETE, NO_LONGER_THERE);
    }
    counters.written();
    counters.deleted();
    events.step("EntryExportDelete", StepType.EXPORT, Result.SUCCESS, "Deleted in the target.");
    events.deleted(known);
    // Some services say so of an id that they don't have, because the counterpart has another.
    if (!shown && mayShowLater()) {
      events.step("EntryImportTarget", StepType.IMPORT, Result.WARNING, NOT_SHOWN);
      counters.deletedCounterpart(known.targetId());
      known = known.lost();
    } else {
      unlink();
    }
    return new Done(Action.DELETE, Result.SUCCESS);
  }

  /** Looks for the counterpart to delete, which may have another id now; false if the target does not show it. */
  private boolean findCounterpart() {
    asked = true;
    if (showsCounterpart()) {
      return true;
    }
    Optional<Entry> moved = again();
    moved.ifPresent(there -> {
      counters.deletedCounterpart(known.targetId());
      known = known.lost().joined(mapping.targetType(), there);
    });
    return moved.isPresent();
  }

  private boolean showsCounterpart() {
    return run.connection()
        .target()
        .read(mapping.targetType(), String.valueOf(known.targetId()))
        .filter(there -> !there.isDeleted())
        .isPresent();
  }

  private boolean deleteById(boolean shown) {
    Target target = run.connection().target();
    boolean deleted = ahead.write(
        target, () -> target.delete(mapping.targetType(), String.valueOf(known.targetId())));
    if (shown && !deleted) {
      throw TargetException.ofEntry(
          TargetException.Problem.ENTRY_MISSING,
          "The target shows the entry's counterpart, but has none of its id to delete.",
          null);
    }
    if (shown && showsCounterpart()) {
      requireHeeded(Unheeded.saying("the entry"));
    }
    return deleted;
  }

  private Done hold() {
    counters.deleted();
    known = known.heldBack().withdrawn(before.withdrawn());
    events.step(
        "EntryExportDelete",
        StepType.EXPORT,
        Result.SKIPPED,
        "Held back, because the cycle has reached its deletion threshold. Restart the job with ForceDeletes to allow the deletion.");
    return new Done(Action.STAGED_DELETE, Result.SKIPPED);
  }

  private void unlink() {
    counters.deletedCounterpart(known.targetId());
    known = known.unlinked();
  }

  private void pendReferences() {
    if (!mapping.references().isEmpty()) {
      known = known.pending(true);
    }
  }
}
