package io.syncjobs.server.engine;

import io.syncjobs.server.connector.Change;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Source;
import io.syncjobs.server.engine.entry.KnownEntry;
import io.syncjobs.server.engine.entry.Outcome;
import io.syncjobs.server.engine.entry.SyncRun;
import io.syncjobs.server.job.JobNotFoundException;
import io.syncjobs.server.job.progress.Cycle;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one phase of a cycle page by page. While one page is finished and stored, the next one is worked on already, so that the target does not wait for
 * the database. Pages are stored in their order, each with its cursor; all entries before a cursor are done. For one thread.
 */
final class PhaseRunner {

  /** Number of changes in a page of those that came during an initial cycle. */
  private static final int LATE_CHANGES = 500;

  private final SyncRun run;
  private final CycleStore store;
  private final Pages pages;
  private final BooleanSupplier stopping;

  /** Referrers of the page before, which may have been read before they were marked. */
  private List<String> referrersBefore = List.of();

  /** Pages that were started and whose outcomes are not stored. */
  private final Deque<Page> open = new ArrayDeque<>();

  /** Pages of a phase. They share no entry, and none depends on the outcomes of the page before. */
  interface Pages {

    /** Starts the page after a cursor; null after the last. */
    @Nullable
    Page begin(@Nullable String cursor);
  }

  /**
   * Page that is being worked on.
   *
   * @param work the work under way
   * @param cursor position of its end
   */
  record Page(PageWorkers.Work work, String cursor) {}

  /** @param stopping true once no further page is to start */
  PhaseRunner(SyncRun run, CycleStore store, Pages pages, BooleanSupplier stopping) {
    this.run = run;
    this.store = store;
    this.pages = pages;
    this.stopping = stopping;
  }

  /**
   * Runs the rest of the phase, or finishes the pages that were started when the node shuts down.
   *
   * @return the cycle as stored
   * @throws io.syncjobs.server.connector.TargetException if the target can't be used; outcomes so far are stored
   * @throws CycleStore.LostException if another runner has the cycle
   * @throws JobNotFoundException if the job was deleted; the log tells what was done before
   */
  Cycle from(Cycle begun) {
    try {
      return pagesFrom(begun);
    } catch (JobNotFoundException e) {
      List<Outcome> done =
          open.stream().flatMap(page -> page.work().done().outcomes().stream()).toList();
      TargetBackoff.callDatabase(() -> {
        store.log(done);
        return true;
      });
      throw e;
    }
  }

  private Cycle pagesFrom(Cycle begun) {
    Cycle cycle = begun;
    Page page = begin(cycle.cursor());
    while (page != null) {
      Page next = begin(page.cursor());
      PageWorkers.Done done = page.work().done();
      RuntimeException failure =
          done.failure() == null ? run.failures().ofUselessTarget().orElse(null) : done.failure();
      if (failure != null) {
        throw failed(cycle, done.outcomes(), failure, next);
      }
      cycle = note(cycle, done.outcomes(), page.cursor());
      open.remove();
      page = next;
    }
    if (cycle.initial() && cycle.phase() == Cycle.Phase.ENTRIES && !stopping.getAsBoolean()) {
      askForLateChanges(cycle.upTo());
    }
    return cycle;
  }

  /**
   * Asks for a look at the references of entries that changed during an initial cycle. The cycle doesn't read these changes, and entries that it links ask for
   * no look at those that refer to them.
   */
  private void askForLateChanges(long upTo) {
    Source source = run.connection().source();
    long newest = source.newest();
    List<Change> page = source.changes(upTo, newest, LATE_CHANGES);
    while (!page.isEmpty()) {
      List<String> referring =
          page.stream().filter(this::refers).map(change -> change.entry().id()).toList();
      TargetBackoff.callDatabase(() -> {
        run.entries().markPending(run.connection().key(), referring);
        return true;
      });
      page = source.changes(page.get(page.size() - 1).number(), newest, LATE_CHANGES);
    }
  }

  private boolean refers(Change change) {
    Entry entry = change.entry();
    KnownEntry unknown = KnownEntry.unknown(entry.type(), entry.id());
    try {
      return !change.gone()
          && run.connection()
              .mapping()
              .of(entry)
              .filter(mapping -> run.refersToAny(mapping, entry, unknown))
              .isPresent();
    } catch (ExpressionException e) {
      return true; // The look fails for it, and says so.
    }
  }

  private @Nullable Page begin(@Nullable String cursor) {
    if (stopping.getAsBoolean()) {
      return null;
    }
    Page page = TargetBackoff.callDatabase(() -> pages.begin(cursor));
    if (page != null) {
      open.add(page);
    }
    return page;
  }

  /** Stores the outcomes of a page that was not finished, and returns the failure to throw. */
  private RuntimeException failed(
      Cycle cycle, List<Outcome> outcomes, RuntimeException failure, @Nullable Page next) {
    if (next == null) {
      note(cycle, again(cycle, outcomes), cycle.cursor());
      return failure;
    }
    PageWorkers.Done after = next.work().done();
    List<Outcome> all = new ArrayList<>(outcomes);
    all.addAll(after.outcomes());
    note(cycle, again(cycle, all), cycle.cursor());
    return after.failure() == null ? failure : PageWorkers.worse(failure, after.failure());
  }

  /** Keeps only the write counters of changed entries, as the next attempt reads and counts them again. In other phases it reads only those that are left. */
  private static List<Outcome> again(Cycle cycle, List<Outcome> outcomes) {
    return cycle.phase() == Cycle.Phase.ENTRIES
        ? outcomes.stream().map(Outcome::countingWrites).toList()
        : outcomes;
  }

  private Cycle note(Cycle cycle, List<Outcome> outcomes, @Nullable String cursor) {
    List<String> referrers = referrers(cycle, outcomes);
    List<String> all = new ArrayList<>(referrersBefore);
    all.addAll(referrers);
    Cycle noted = TargetBackoff.callDatabase(() ->
        store.note(run.connection().key(), cycle.runner(), outcomes, all, cycle.phase(), cursor));
    referrersBefore = referrers;
    return noted;
  }

  private List<String> referrers(Cycle cycle, List<Outcome> outcomes) {
    // An initial cycle synchronizes all references at its end anyway.
    return cycle.initial()
        ? List.of()
        : outcomes.stream()
            .filter(Outcome::concernsReferrers)
            .flatMap(outcome -> run.referrers(outcome).stream())
            .distinct()
            .toList();
  }
}
