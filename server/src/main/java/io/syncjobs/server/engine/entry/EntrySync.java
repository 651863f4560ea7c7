package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.audit.ProvisioningEvent.Action;
import io.syncjobs.server.audit.ProvisioningEvent.ErrorInfo;
import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Change;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.engine.entry.EntryWork.Done;
import io.syncjobs.server.mapping.ObjectMapping;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Synchronizes the counterpart of one entry, except its references. Repeating it has no further effect, since the counterpart is searched for before it is
 * created. For one thread.
 */
public final class EntrySync {

  private static final Logger log = LoggerFactory.getLogger(EntrySync.class);

  private final EntryWork work;
  private final SyncRun run;
  private final ObjectMapping mapping;
  private final Entry entry;
  private final EventRecorder events;
  private final EntryCounters counters;

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
    entry = change.entry();
    work = new EntryWork(run, mapping, change, known, everything, ahead);
    events = work.events;
    counters = work.counters;
  }

  /** True if the event says that the target has what it should have, rather than that the job must leave the entry alone. */
  public static boolean foundInStep(ProvisioningEvent event) {
    return event.steps().stream()
        .map(ProvisioningEvent.Step::description)
        .anyMatch(step -> step.equals(SkipReason.NOTHING_CHANGED.text())
            || step.equals(SkipReason.SAME_VALUES.text()));
  }

  /** Knowledge of an entry whose write begins; empty for an entry that has no counterpart and gets none. */
  public static Optional<KnownEntry> attempted(
      SyncRun run, ObjectMapping mapping, Change change, KnownEntry known) {
    if (known.targetId() != null) {
      Set<Trace> names = names(run, mapping, change, known);
      names.removeAll(known.foundBy());
      return Optional.of(known.attempted(names));
    }
    try {
      if (!known.mayHaveCounterpart() && leaves(run, mapping, change, known)) {
        return UnknownLeaver.isLookedFor(run, mapping, change)
            ? Optional.of(known.attempted(Set.of()))
            : Optional.empty();
      }
    } catch (ExpressionException e) {
      return Optional.empty(); // The entry fails for it, and nothing is written.
    }
    return Optional.of(known.attempted(names(run, mapping, change, known)));
  }

  /** Values that a write may give the counterpart and by which to find it, should the outcome get lost. */
  private static Set<Trace> names(
      SyncRun run, ObjectMapping mapping, Change change, KnownEntry known) {
    Entry entry = change.entry();
    EventRecorder unused = new EventRecorder(run, entry, known);
    return change.gone()
        ? new LinkedHashSet<>()
        : new Matching(run, mapping, entry, known, unused).traces();
  }

  /** True if the entry's counterpart is to be disabled or deleted, or nobody can tell because a mapping fails. */
  public static boolean mayLeave(
      SyncRun run, ObjectMapping mapping, Change change, KnownEntry known) {
    try {
      return leaves(run, mapping, change, known);
    } catch (ExpressionException e) {
      return true;
    }
  }

  private static boolean leaves(
      SyncRun run, ObjectMapping mapping, Change change, KnownEntry known) {
    Entry entry = change.entry();
    return change.gone()
        || !run.inScope(mapping, entry)
        || ObjectMapping.isOff(
            entry,
            ObjectMapping.mayBeOff(entry)
                && !Leaving.disabling(run, mapping, entry, known).isEmpty());
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
      if (work.hasAnswer()) {
        run.failures().answered();
      }
      action = done.action();
      result = done.result();
      boolean open = work.waits() || (work.known().held() && action == Action.STAGED_DELETE);
      if (!open) {
        work.know(work.known().succeeded());
      }
      return outcome(action, result, null);
    } catch (ExpressionException e) {
      return failed(EntryFailure.of(e));
    } catch (EntryFailure e) {
      return failed(e);
    } catch (TargetException e) {
      if (SyncRun.isBusy(e) || run.concernsAll(e, mapping, work.before)) {
        throw e;
      }
      return failed(run.failures().at(mapping.targetType(), e));
    } catch (EntryOccupied | DataAccessException | TransactionException e) {
      throw e;
    } catch (RuntimeException e) {
      if (work.ahead.failed()) {
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
    if (!work.before.uncertain() && !isAnnounced()) {
      return Optional.of(postponed());
    }
    if (run.concernsAll(busy, mapping, work.before)) {
      return Optional.empty();
    }
    learnWhetherItLeft();
    return Optional.of(failed(
        run.failures().at(mapping.targetType(), busy).busy(busy),
        run.retryAt(work.known().failures(), busy)));
  }

  /** Lets the references to an entry that left end, though nothing was done to its counterpart. */
  private void learnWhetherItLeft() {
    try {
      var unused = scope();
    } catch (ExpressionException | TargetException e) {
      log.debug("Can't tell how {} {} leaves", entry.type(), entry.id(), e);
    }
  }

  /** Lets the next attempt know of this one; false if other work on the entry is under way. */
  private boolean isAnnounced() {
    try {
      work.ahead.beforeWrite(entry, Set.of());
      return true;
    } catch (EntryOccupied e) {
      return false;
    }
  }

  /** Outcome of leaving the entry to other work on it, which is under way or has just ended. */
  public Outcome postponed() {
    Done done = work.skip(Action.OTHER, SkipReason.OCCUPIED);
    return counters.outcome(
        work.before,
        work.before.retriedAt(run.retryAt(0)),
        events.event(done.action(), done.result(), work.before, null));
  }

  private Outcome failed(EntryFailure cause) {
    return failed(cause, run.retryAt(work.known().failures()));
  }

  private Outcome failed(EntryFailure cause, Instant retryAt) {
    EntryFailure failure = cause.saying(events.masked(cause.reason()));
    counters.failed();
    work.search.keepReassigned();
    events.step("EntryExport", StepType.EXPORT, Result.FAILURE, failure.reason());
    if (work.isLeaving() && run.guard().isReached()) {
      // As if the deletion had been held back, which comes after the failure.
      work.know(work.known().withdrawn(work.before.withdrawn()));
    }
    work.know(work.known().failed(false, retryAt));
    return outcome(work.failedAction(), Result.FAILURE, failure.info());
  }

  private Outcome outcome(Action action, Result result, @Nullable ErrorInfo error) {
    work.search.noteReassigned();
    return counters.outcome(
        work.before, work.known(), events.event(action, result, work.known(), error));
  }

  private Done decide() {
    boolean inScope = scope();
    run.failures().requireServed(mapping.targetType());
    if (!work.isLeaving()) {
      counters.entitled();
      if (ObjectMapping.mayBeOff(entry) && !mapping.readsWhetherEnabled()) {
        if (mapping.readingWhetherOff().isEmpty()) {
          work.noteStaysEnabled(
              "The entry is disabled, but no attribute mapping reads IsSoftDeleted.",
              "Map it to the attribute of the target that disables, such as active.");
        } else {
          work.noteStaysEnabled(
              Leaving.disablingNothing(mapping.readingWhetherOff()), Leaving.LET_DISABLE);
        }
      }
      return new Provisioning(work).provision();
    }
    if (work.known().targetId() == null && !work.search.joinEarlier()) {
      if (work.mayShowLater()) {
        return work.skip(Action.OTHER, SkipReason.NOT_SHOWN);
      }
      if (!work.known().mayHaveCounterpart()
          && UnknownLeaver.isLookedFor(run, mapping, work.change)) {
        return new UnknownLeaver(work).withdraw();
      }
      SkipReason why =
          work.known().mayHaveCounterpart() ? SkipReason.NOT_FOUND_AGAIN : SkipReason.UNKNOWN;
      work.know(work.known().notFound());
      return work.skip(Action.OTHER, why);
    }
    if (!inScope && !work.change.gone() && run.connection().options().keepOutOfScope()) {
      return work.skip(Action.OTHER, SkipReason.KEPT_OUT_OF_SCOPE);
    }
    if (!mapping.flows().contains(ObjectMapping.Flow.DELETE)) {
      return work.skip(Action.DELETE, SkipReason.NO_DELETE);
    }
    if (!work.disabling().isEmpty()) {
      return new Withdrawal(work).disable();
    }
    return new Withdrawal(work).delete();
  }

  /** Finds out whether the entry leaves, by deletion or by being disabled. True if it is in scope. */
  private boolean scope() {
    boolean inScope = !work.change.gone() && run.inScope(mapping, entry);
    events.step(
        "EntrySynchronizationScoping",
        StepType.SCOPING,
        inScope ? Result.SUCCESS : Result.SKIPPED,
        inScope
            ? "The entry is in scope."
            : work.change.gone()
                ? "The entry is gone from the source."
                : "The entry is out of scope.");
    // Before mappings are evaluated, since their failure must not keep references to the entry.
    work.know(work.known().withdrawn(isWithdrawn(inScope)));
    if (!work.change.gone() && (!inScope || ObjectMapping.mayBeOff(entry))) {
      work.intend(Action.DISABLE);
      work.findDisabling();
    }
    boolean off = ObjectMapping.isOff(entry, !work.disabling().isEmpty());
    work.intend(
        inScope && !off ? null : work.disabling().isEmpty() ? Action.DELETE : Action.DISABLE);
    return inScope;
  }

  /** True if no counterpart is to refer to the entry's own. One that is only disabled keeps its references. */
  private boolean isWithdrawn(boolean inScope) {
    boolean kept = run.connection().options().keepOutOfScope()
        || !mapping.flows().contains(ObjectMapping.Flow.DELETE);
    return work.change.gone() || entry.isDeleted() || (!inScope && !kept);
  }
}
