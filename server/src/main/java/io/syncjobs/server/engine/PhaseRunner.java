package io.syncjobs.server.engine;

import io.syncjobs.server.engine.entry.Outcome;
import io.syncjobs.server.engine.entry.SyncRun;
import io.syncjobs.server.job.progress.Cycle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes a cycle through one phase, page by page. While a page is waited for and noted, the next one is worked on already, so that the target isn't kept
 * waiting for the database. Pages are noted in their order, each with its cursor, so a cursor says that all before it is done. For one thread.
 */
final class PhaseRunner {

  private final SyncRun run;
  private final CycleStore store;
  private final TargetBackoff backoff;
  private final Pages pages;
  private final BooleanSupplier stopping;

  /** Those of the page before, which may have been read before they were marked. */
  private List<String> referrersBefore = List.of();

  /** What there is to do. Pages have no entry in common, and need nothing of what came of the page before. */
  interface Pages {

    /** Begins the page after a cursor; null if there is none. */
    @Nullable
    Page begin(@Nullable String cursor);
  }

  /**
   * A page that is being worked on.
   *
   * @param work that is under way
   * @param cursor of its end
   */
  record Page(PageWorkers.Work work, String cursor) {}

  /** @param stopping whether no further page is to be begun */
  PhaseRunner(
      SyncRun run, CycleStore store, TargetBackoff backoff, Pages pages, BooleanSupplier stopping) {
    this.run = run;
    this.store = store;
    this.backoff = backoff;
    this.pages = pages;
    this.stopping = stopping;
  }

  /**
   * Does what is left of the phase, or as much as was begun when it was to stop.
   *
   * @return the cycle as it is then
   * @throws io.syncjobs.server.connector.TargetException if the target can't be used; what was done is noted
   * @throws CycleStore.LostException if the cycle is somebody else's now
   */
  Cycle from(Cycle begun) {
    Cycle cycle = begun;
    Page page = begin(cycle.cursor());
    while (page != null) {
      Page next = begin(page.cursor());
      PageWorkers.Done done = page.work().done();
      RuntimeException failure = done.failure();
      if (failure != null) {
        throw failed(cycle, done.outcomes(), failure, next);
      }
      cycle = note(cycle, done.outcomes(), page.cursor());
      page = next;
    }
    return cycle;
  }

  private @Nullable Page begin(@Nullable String cursor) {
    return stopping.getAsBoolean() ? null : backoff.call(() -> pages.begin(cursor));
  }

  /** Notes what was done although its page wasn't finished, and tells what is wrong. */
  private RuntimeException failed(
      Cycle cycle, List<Outcome> outcomes, RuntimeException failure, @Nullable Page next) {
    if (next == null) {
      note(cycle, again(outcomes), cycle.cursor());
      return failure;
    }
    PageWorkers.Done after = next.work().done();
    List<Outcome> all = new ArrayList<>(outcomes);
    all.addAll(after.outcomes());
    note(cycle, again(all), cycle.cursor());
    return after.failure() == null ? failure : PageWorkers.worse(failure, after.failure());
  }

  /** What will be looked at again is counted then, but for what was written. */
  private static List<Outcome> again(List<Outcome> outcomes) {
    return outcomes.stream()
        .map(outcome -> new Outcome(
            outcome.known(),
            outcome.event(),
            outcome.counters().written(),
            outcome.kind(),
            outcome.linked()))
        .toList();
  }

  private Cycle note(Cycle cycle, List<Outcome> outcomes, @Nullable String cursor) {
    List<String> referrers = referrers(cycle, outcomes);
    List<String> all = new ArrayList<>(referrersBefore);
    all.addAll(referrers);
    Cycle noted = backoff.call(() ->
        store.note(run.connection().key(), cycle.runner(), outcomes, all, cycle.phase(), cursor));
    referrersBefore = referrers;
    return noted;
  }

  private List<String> referrers(Cycle cycle, List<Outcome> outcomes) {
    // In an initial cycle, all that refer to others come last anyway.
    return cycle.initial()
        ? List.of()
        : outcomes.stream()
            .filter(outcome -> outcome.linked() > 0)
            .flatMap(
                outcome -> run.connection().source().referrers(outcome.known().id()).stream())
            .toList();
  }
}
