package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Action;
import io.syncjobs.server.audit.ProvisioningEvent.ErrorInfo;
import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Change;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.ObjectMapping;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The work on one entry: what is given, what is known so far, and what the log will say. For one thread. */
final class EntryWork {

  /** What was done to the counterpart, as the log calls it. */
  record Done(Action action, Result result) {}

  final SyncRun run;
  final ObjectMapping mapping;
  final Change change;
  final Entry entry;

  /** Whether to compare the counterpart even if nothing changed. */
  final boolean everything;

  /** Whether an earlier attempt has no known outcome, so that nobody knows which values it has written. */
  final boolean doubtful;

  final CounterpartSearch search;
  final LostAttempt lost;
  final WriteAhead ahead;
  final EventRecorder events;
  final EntryCounters counters;
  final KnownEntry before;

  private KnownEntry known;
  private boolean waits;
  private boolean ended;
  private boolean asked;
  private @Nullable Action intended;
  private List<AttributeMapping> disabling = List.of();

  EntryWork(
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
    counters = new EntryCounters(known, ahead);
    this.known = ahead.begun(known.named(entry));
    doubtful = this.known.uncertain();
    this.everything = everything || doubtful;
    events = new EventRecorder(run, entry, known);
    search = new CounterpartSearch(this);
    lost = new LostAttempt(this, this.known.attemptedId());
  }

  KnownEntry known() {
    return known;
  }

  void know(KnownEntry now) {
    known = now;
  }

  /** Mappings that disable the counterpart if the entry left. */
  List<AttributeMapping> disabling() {
    return disabling;
  }

  void findDisabling() {
    disabling = Leaving.disabling(run, mapping, entry, known);
  }

  /** True if the work goes on at a later time. */
  boolean waits() {
    return waits;
  }

  /** Notes that the target has answered a question about the entry. */
  void answered() {
    asked = true;
  }

  /** True if the target has answered anything about the entry. */
  boolean hasAnswer() {
    return asked || counters.wrote();
  }

  /** Notes that the counterpart lost access, whatever else of a write failed. */
  void accessEnded() {
    ended = true;
  }

  Target target() {
    return run.connection().target();
  }

  Done skip(Action action, SkipReason why) {
    lost.tell();
    SkipReason shown = why.info() == null && events.hasReason() ? SkipReason.NOTHING_ELSE : why;
    events.step("EntrySynchronizationSkip", StepType.PROCESSING, Result.SKIPPED, shown.text());
    because(why);
    return new Done(action, Result.SKIPPED);
  }

  private void because(SkipReason why) {
    ErrorInfo info = why.info();
    if (info != null) {
      events.because(info);
    }
  }

  /** Notes the action that the work is about to do; null for an update, or a creation if there is no counterpart. */
  void intend(@Nullable Action action) {
    intended = action;
  }

  /** True if the work is about to disable or delete the counterpart. */
  boolean isLeaving() {
    return intended != null;
  }

  /** The action that fails with the work. */
  Action failedAction() {
    return intended != null ? intended : known.targetId() == null ? Action.CREATE : Action.UPDATE;
  }

  /**
   * Wanted values of the counterpart.
   *
   * @param off whether the counterpart is to be disabled
   */
  TargetValues flow(boolean off) {
    return TargetValues.of(
        mapping,
        attribute ->
            run.evaluation(attribute, mapping, off ? new Leaving(entry, true) : entry, known),
        run.fingerprints()::of);
  }

  Matching matching() {
    return new Matching(run, mapping, entry, known, events);
  }

  /**
   * Plans another look at a counterpart that has to lose access and that the target neither shows nor takes writes of: it may show it later. False after so
   * many looks, over some days, that it is taken for gone.
   */
  boolean mayShowLater() {
    if (!known.mayHaveCounterpart() || known.soughtLongEnough()) {
      return false;
    }
    Instant planned = known.retryAt();
    boolean early =
        known.looks() > 0 && planned != null && planned.isAfter(run.clock().instant());
    if (!early) {
      known = known.soughtAgainAt(run.retryAt(known.looks()));
    }
    waits = true;
    return true;
  }

  /** Plans the last look at a counterpart that the target says to have deleted without having shown it. */
  void mayHaveAnotherId() {
    events.step(
        "EntryImportTarget",
        StepType.IMPORT,
        Result.WARNING,
        "The target did not show what it says to have deleted. The counterpart may have another id, and is looked for again later.");
    counters.deletedCounterpart(known.targetId());
    known = known.soughtOnceMore(run.retryAt(0));
    waits = true;
  }

  /**
   * Notes that something was written to a counterpart that the target does not show. Some services say so of an id that they don't have, so another look is
   * planned once.
   *
   * @param shownInAnswer whether the target's answer shows that it has the counterpart
   */
  void noteUnseen(boolean shownInAnswer) {
    boolean again = !shownInAnswer && known.looks() == 0;
    if (again) {
      known = known.succeeded().soughtAgainAt(run.retryAt(0)).pending(known.referencesPending());
      waits = true;
    }
    events.step(
        "EntryImportTarget",
        StepType.IMPORT,
        Result.WARNING,
        "The target does not show the entry's counterpart. It took the write to the id that is known."
            + (shownInAnswer
                ? ""
                : again
                    ? " The counterpart may have another id, and is looked for again later."
                    : " The counterpart is assumed to have it."));
  }

  void beforeWrite() {
    boolean named = !change.gone() && (before.mayHaveCounterpart() || !isLeaving());
    Set<Trace> names = named ? matching().traces() : Set.of();
    ahead.beforeWrite(entry, names);
    counters.toWrite();
    known = known.attempted(names);
  }

  /**
   * Precedes the end of access, after {@link #beforeWrite}. It stores the id if that isn't stored yet, since the next attempt may find nothing by which to tell
   * what this one did, should its outcome get lost.
   */
  void beforeEnd() {
    String id = String.valueOf(known.targetId());
    if (!id.equals(before.targetId()) && !id.equals(before.formerId())) {
      known = known.attemptedAt(id);
      run.entries().attempting(run.connection().key(), known);
      ahead.changes(entry, id);
    }
  }

  void beforeDeletion() {
    var unused = guarded(() -> {
      beforeWrite();
      return true;
    });
  }

  /** An allowed deletion counts only if it succeeds, or if access ended although the rest was refused. */
  <T> T guarded(Supplier<T> deletion) {
    try {
      return deletion.get();
    } catch (RuntimeException e) {
      if (!ended) {
        run.guard().giveBack();
      }
      throw e;
    }
  }

  /** Leaves a deletion undone, since the cycle has made as many as it may. */
  Done hold() {
    lost.tell();
    counters.deleted();
    known = known.heldBack().withdrawn(before.withdrawn());
    events.step(
        "EntryExportDelete", StepType.EXPORT, Result.SKIPPED, SkipReason.DELETION_HELD.text());
    because(SkipReason.DELETION_HELD);
    return new Done(Action.STAGED_DELETE, Result.SKIPPED);
  }

  /** Fails because the target does not show a change. After many attempts it is believed that it was made. */
  void requireHeeded(String saying) {
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

  /** Plans another attempt at the entry, which compares all values, though this one succeeds. */
  void planLook() {
    known = known.succeeded().retriedAt(run.retryAt(0));
    waits = true;
  }

  /** Plans another look at values that the target has taken, as it says, and does not show. */
  void lookAgain(String names) {
    planLook();
    events.step(
        "EntryImportTarget",
        StepType.IMPORT,
        Result.WARNING,
        "The target answered the change with success, but does not show " + names
            + ". It may hide the value, show it late, or not have taken it, so that it is written once more later unless it is shown then.");
  }

  /** Notes values that were written before, and that the target still does not show. */
  void noteBelieved(String names) {
    events.step(
        "EntryImportTarget",
        StepType.IMPORT,
        Result.WARNING,
        "The target answered the change with success again and does not show " + names
            + ". It is assumed to hide the value. If it shows it of others, look there for why it ignores the change.");
  }

  void unlink() {
    counters.deletedCounterpart(known.targetId());
    known = known.unlinked();
  }

  void pendReferences() {
    if (!mapping.references().isEmpty()) {
      known = known.pending(true);
    }
  }

  void noteStaysEnabled(String why, String advice) {
    note("EntryStaysEnabled", "The counterpart stays as it is. " + why, advice);
  }

  /**
   * Notes that something is not done that the source asks for.
   *
   * @param code code of the reason
   * @param why a sentence that says what isn't done, and why
   * @param advice a sentence that says how to have it done
   */
  void note(String code, String why, String advice) {
    events.step("EntryExportUpdate", StepType.EXPORT, Result.WARNING, why + " " + advice);
    events.because(SkipReason.info(code, why, advice));
  }
}
