package io.syncjobs.server.engine;

import io.syncjobs.server.connector.Change;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.engine.PhaseRunner.Page;
import io.syncjobs.server.engine.PhaseRunner.Pages;
import io.syncjobs.server.engine.entry.EntryKey;
import io.syncjobs.server.engine.entry.EntryOccupied;
import io.syncjobs.server.engine.entry.EntrySync;
import io.syncjobs.server.engine.entry.KnownEntries;
import io.syncjobs.server.engine.entry.KnownEntry;
import io.syncjobs.server.engine.entry.Outcome;
import io.syncjobs.server.engine.entry.ReferenceSync;
import io.syncjobs.server.engine.entry.SyncRun;
import io.syncjobs.server.engine.entry.WriteAhead;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.progress.Cycle;
import io.syncjobs.server.mapping.JobMapping;
import io.syncjobs.server.mapping.ObjectMapping;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Work on the pages of one phase of a cycle: reads them, and begins to synchronize their entries. For one thread. */
final class CyclePages {

  /** Time for which a node relies on having its cycle, much shorter than it takes others to take a silent node for dead. */
  private static final Duration LEASE = Duration.ofSeconds(1);

  private final SyncRun run;
  private final PageWorkers workers;
  private final Cycle cycle;
  private final KnownEntries entries;
  private final CycleStore store;
  private final Clock clock;
  private final int pageSize;

  /**
   * @param clock clock of the server
   * @param pageSize most entries of a page
   */
  CyclePages(
      SyncRun run,
      PageWorkers workers,
      Cycle cycle,
      KnownEntries entries,
      CycleStore store,
      Clock clock,
      int pageSize) {
    this.run = run;
    this.workers = workers;
    this.cycle = cycle;
    this.entries = entries;
    this.store = store;
    this.clock = clock;
    this.pageSize = pageSize;
  }

  /**
   * Pages of the phase of the cycle.
   *
   * @param forced whether deletions that were held back are due as well
   */
  Pages ofPhase(boolean forced) {
    return switch (cycle.phase()) {
      case RETRIES -> cursor -> retries(cursor, forced);
      case ENTRIES -> this::changes;
      case REFERENCES -> this::references;
    };
  }

  private @Nullable Page retries(@Nullable String cursor, boolean forced) {
    List<KnownEntry> page =
        entries.due(run.connection().key(), cycle.began(), forced, place(cursor), pageSize);
    WriteAhead ahead = ahead(() -> store.attempt(
        run.connection().key(),
        cycle.runner(),
        page.stream()
            .flatMap(known -> run.connection().source().find(known.type(), known.id()).stream()
                .flatMap(change -> attempted(change, known)))
            .toList()));
    return page.isEmpty()
        ? null
        : new Page(
            workers.begin(
                page,
                known -> retry(known, ahead),
                (known, busy) -> run.connection()
                    .source()
                    .find(known.type(), known.id())
                    .flatMap(change -> givenUp(change, known, ahead, busy))),
            text(EntryKey.of(page.get(page.size() - 1))));
  }

  private @Nullable Outcome retry(KnownEntry known, WriteAhead ahead) {
    if (known.byReference()) {
      return Outcome.of(known, known.pending(true));
    }
    return run.connection()
        .source()
        .find(known.type(), known.id())
        .map(change -> isForgotten(change, known)
            ? Outcome.of(known, known.forgotten())
            : sync(change, known, true, ahead))
        .orElseGet(() -> Outcome.of(known, known.unlinked()));
  }

  /** True if a restart forgot the failures of an entry that keeps its access. One that left is tried until its access ends. */
  private boolean isForgotten(Change change, KnownEntry known) {
    return known.forgiven()
        && mapping(change, known)
            .filter(mapping -> EntrySync.mayLeave(run, mapping, change, known))
            .isEmpty();
  }

  private @Nullable Page changes(@Nullable String cursor) {
    long after = cursor == null ? cycle.from() : Long.parseLong(cursor);
    List<Change> page = run.connection().source().changes(after, cycle.upTo(), pageSize);
    if (page.isEmpty()) {
      return null;
    }
    Map<EntryKey, KnownEntry> known = entries.find(
        run.connection().key(), page.stream().map(change -> change.entry().id()).toList());
    WriteAhead ahead = ahead(() -> store.attempt(
        run.connection().key(),
        cycle.runner(),
        page.stream().flatMap(change -> attempted(change, known(known, change))).toList()));
    PageWorkers.Work work = workers.begin(
        page,
        change -> sync(change, known(known, change), cycle.initial(), ahead),
        (change, busy) -> givenUp(change, known(known, change), ahead, busy));
    return new Page(work, String.valueOf(page.get(page.size() - 1).number()));
  }

  /** @param store stores what is about to change */
  private WriteAhead ahead(Supplier<Collection<EntryKey>> store) {
    return new WriteAhead(
        store, () -> this.store.requireHeld(run.connection().key(), cycle.runner()), clock, LEASE);
  }

  private static KnownEntry known(Map<EntryKey, KnownEntry> known, Change change) {
    EntryKey place = new EntryKey(change.entry().id(), change.entry().type());
    return known.getOrDefault(place, KnownEntry.unknown(place.type(), place.id()));
  }

  private Optional<Outcome> givenUp(
      Change change, KnownEntry known, WriteAhead ahead, TargetException busy) {
    return mapping(change, known)
        .flatMap(mapping -> new EntrySync(run, mapping, change, known, true, ahead).givenUp(busy));
  }

  /** Knowledge of an entry that may be about to change in the target. */
  private Stream<KnownEntry> attempted(Change change, KnownEntry known) {
    return mapping(change, known)
        .flatMap(mapping -> EntrySync.attempted(run, mapping, change, known))
        .stream();
  }

  private Optional<ObjectMapping> mapping(Change change, KnownEntry known) {
    JobMapping mappings = run.connection().mapping();
    return change.gone()
        ? mappings.ofGone(known.type(), known.targetType())
        : mappings.of(change.entry()).filter(each -> each.scope().admits(change.entry()::value));
  }

  private @Nullable Outcome sync(
      Change change, KnownEntry known, boolean everything, WriteAhead ahead) {
    Optional<ObjectMapping> mapping = mapping(change, known);
    if (mapping.isPresent()) {
      EntrySync sync = new EntrySync(run, mapping.get(), change, known, everything, ahead);
      try {
        return sync.sync();
      } catch (EntryOccupied e) {
        return sync.postponed();
      }
    }
    // An entry that no mapping applies to any more is done, or it would be retried for ever.
    return known.retryAt() != null || known.held() ? Outcome.of(known, known.succeeded()) : null;
  }

  private @Nullable Page references(@Nullable String cursor) {
    JobKey key = run.connection().key();
    EntryKey after = place(cursor);
    if (entries.pending(key, after, 1).isEmpty()) {
      return null;
    }
    CycleStore.PendingPage page = store.pending(key, cycle.runner(), after, pageSize);
    // The references themselves are stored one by one.
    WriteAhead ahead = ahead(() -> {
      store.requireHeld(key, cycle.runner());
      return List.of();
    });
    return new Page(
        workers.begin(
            page.entries(),
            known -> refer(known, ahead),
            (known, busy) -> referenceSync(known, ahead).flatMap(sync -> sync.givenUp(busy))),
        text(page.end()));
  }

  private Outcome refer(KnownEntry known, WriteAhead ahead) {
    return referenceSync(known, ahead)
        .map(ReferenceSync::sync)
        .orElseGet(() ->
            Outcome.of(known, (known.byReference() ? known.succeeded() : known).pending(false)));
  }

  private Optional<ReferenceSync> referenceSync(KnownEntry known, WriteAhead ahead) {
    return run.connection()
        .source()
        .find(known.type(), known.id())
        .filter(change -> !change.gone())
        .flatMap(change -> run.connection()
            .mapping()
            .of(change.entry())
            .map(mapping -> new ReferenceSync(run, mapping, change.entry(), known, ahead)));
  }

  private static String text(EntryKey place) {
    return place.type() + "/" + place.id();
  }

  private static EntryKey place(@Nullable String text) {
    if (text == null) {
      return EntryKey.BEGINNING;
    }
    String[] parts = Objects.requireNonNull(text).split("/", 2);
    return new EntryKey(parts[1], parts[0]);
  }
}
