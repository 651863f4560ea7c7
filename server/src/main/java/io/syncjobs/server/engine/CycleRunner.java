package io.syncjobs.server.engine;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.connector.Change;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.engine.PhaseRunner.Page;
import io.syncjobs.server.engine.PhaseRunner.Pages;
import io.syncjobs.server.engine.entry.Claims;
import io.syncjobs.server.engine.entry.Connection;
import io.syncjobs.server.engine.entry.DeletionGuard;
import io.syncjobs.server.engine.entry.EntryKey;
import io.syncjobs.server.engine.entry.EntryOccupied;
import io.syncjobs.server.engine.entry.EntrySync;
import io.syncjobs.server.engine.entry.Fingerprints;
import io.syncjobs.server.engine.entry.IdChanges;
import io.syncjobs.server.engine.entry.Initiator;
import io.syncjobs.server.engine.entry.KnownEntries;
import io.syncjobs.server.engine.entry.KnownEntry;
import io.syncjobs.server.engine.entry.Outcome;
import io.syncjobs.server.engine.entry.ReferenceSync;
import io.syncjobs.server.engine.entry.SyncRun;
import io.syncjobs.server.engine.entry.TargetFailures;
import io.syncjobs.server.engine.entry.WriteAhead;
import io.syncjobs.server.engine.entry.WrittenReferences;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobNotFoundException;
import io.syncjobs.server.job.progress.Cycle;
import io.syncjobs.server.job.progress.Execution.Failure;
import io.syncjobs.server.mapping.JobMapping;
import io.syncjobs.server.mapping.ObjectMapping;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import io.syncjobs.server.platform.Ids;
import io.syncjobs.server.platform.TenantClocks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Runs cycles page by page: reads entries, synchronizes their counterparts and stores the outcomes. At most two pages are in memory. Safe for use by many
 * threads, one for each job.
 */
@Component
public class CycleRunner {

  private static final Logger log = LoggerFactory.getLogger(CycleRunner.class);

  /** Time for which a node relies on having its cycle, much shorter than it takes others to take a silent node for dead. */
  private static final Duration LEASE = Duration.ofSeconds(1);

  private final CycleStore store;
  private final CycleCompletion completion;
  private final ConnectionFactory connections;
  private final KnownEntries entries;
  private final WrittenReferences written;
  private final Fingerprints fingerprints;
  private final EngineProperties properties;
  private final EngineThreads threads;
  private final TenantClocks clocks;
  private final TargetPace pace;
  private final Ids ids;

  CycleRunner(
      CycleStore store,
      CycleCompletion completion,
      ConnectionFactory connections,
      KnownEntries entries,
      WrittenReferences written,
      Fingerprints fingerprints,
      EngineProperties properties,
      EngineThreads threads,
      TenantClocks clocks,
      TargetPace pace,
      Ids ids) {
    this.store = store;
    this.completion = completion;
    this.connections = connections;
    this.entries = entries;
    this.written = written;
    this.fingerprints = fingerprints;
    this.properties = properties;
    this.threads = threads;
    this.clocks = clocks;
    this.pace = pace;
    this.ids = ids;
  }

  /**
   * End of a run.
   *
   * @param unfinished whether the cycle continues at once, on any node
   * @param rest pause that the target asks for; null for none, or for one that the run has waited for in vain
   */
  public record Ended(boolean unfinished, @Nullable Duration rest) {}

  /**
   * Begins a cycle of a job, or continues the one that is under way, until it ends.
   *
   * @param stopping true once this node shuts down; the cycle then stays as it is
   */
  public Ended run(JobKey key, BooleanSupplier stopping) {
    String runner = UUID.randomUUID().toString();
    try {
      Job job = store.claim(key, runner);
      Cycle cycle = job.progress().cycle();
      if (cycle == null || !cycle.runner().equals(runner)) {
        return new Ended(false, null);
      }
      return run(job, cycle, stopping);
    } catch (JobNotFoundException | CycleStore.LostException e) {
      log.info("Cycle of {} ends: {}", key, e.getMessage());
      return new Ended(false, null);
    }
  }

  private Ended run(Job job, Cycle begun, BooleanSupplier stopping) {
    JobKey key = job.key();
    try {
      return new Ended(!work(job, begun, stopping), null);
    } catch (TargetException e) {
      log.info("Target of {} can't be used: {}", key, e.getMessage());
      completion.failed(
          key, begun.runner(), CycleCompletion.failure(e), e.problem().mayPass(isProven(job)));
      Duration waited = patience(key);
      return new Ended(
          false, e.retryAfter().filter(rest -> rest.compareTo(waited) > 0).orElse(null));
    } catch (ExpressionException e) {
      Failure failure = new Failure("SchemaInvalid", String.valueOf(e.getMessage()), true);
      completion.failed(key, begun.runner(), failure, false);
      return new Ended(false, null);
    }
  }

  /** True if a cycle of the job has done all its work before, so that the target was as it should be. */
  private static boolean isProven(Job job) {
    return job.progress().history().steadySince() != null;
  }

  /**
   * Runs a cycle to its end.
   *
   * @param begun cycle of this runner
   * @param stopping true once no further page is to start
   * @return false if the cycle was stopped
   * @throws TargetException if the target can't be used
   * @throws ExpressionException if the job's schema has an invalid expression
   * @throws CycleStore.LostException if another runner has the cycle
   */
  boolean work(Job job, Cycle begun, BooleanSupplier stopping) {
    JobKey key = job.key();
    String tenant = key.owner().tenantId();
    Clock clock = clocks.of(tenant);
    // Everything has to happen in one order.
    boolean stands = clocks.stands(tenant);
    TargetBackoff backoff = new TargetBackoff(
        patience(key),
        clock,
        threads,
        stands ? Instant.EPOCH : pace.restsUntil(key),
        until -> pace.rest(key, until));
    try (Connection connection = connections.open(job);
        PageWorkers workers =
            new PageWorkers(threads, stands ? 1 : properties.concurrency(), backoff)) {
      SyncRun run = new SyncRun(
          connection,
          entries,
          written,
          new Initiator(begun.id(), ProvisioningEvent.SYSTEM, false),
          new Claims(4 * properties.pageSize()),
          new IdChanges(begun.hasAllToRead()),
          new TargetFailures(job.progress().history().isLinked()),
          new DeletionGuard(
              connection.options().deleteThreshold(),
              begun.counters().deletes(),
              job.progress().deletesForced()),
          fingerprints,
          properties.escrowGaps(),
          clock,
          ids);
      Optional<Cycle> cycle = Optional.of(begun);
      while (cycle.isPresent()) {
        Pages pages = pages(run, workers, cycle.get(), job.progress().deletesForced());
        Cycle worked = new PhaseRunner(run, store, pages, stopping).from(cycle.get());
        if (stopping.getAsBoolean()) {
          return false;
        }
        cycle = next(worked);
      }
      completion.finished(key, begun.runner());
      return true;
    }
  }

  /** Longest pause that a run waits for. Nobody can wait for a clock that stands still. */
  private Duration patience(JobKey key) {
    return clocks.stands(key.owner().tenantId()) ? Duration.ZERO : properties.patience();
  }

  /** Pages of the phase of a cycle. */
  private Pages pages(SyncRun run, PageWorkers workers, Cycle cycle, boolean forced) {
    return switch (cycle.phase()) {
      case RETRIES -> cursor -> retries(run, workers, cycle, cursor, forced);
      case ENTRIES -> cursor -> changes(run, workers, cycle, cursor);
      case REFERENCES -> cursor -> references(run, workers, cycle, cursor);
    };
  }

  private @Nullable Page retries(
      SyncRun run, PageWorkers workers, Cycle cycle, @Nullable String cursor, boolean forced) {
    List<KnownEntry> page = entries.due(
        run.connection().key(), cycle.began(), forced, place(cursor), properties.pageSize());
    WriteAhead ahead = ahead(
        run,
        cycle,
        () -> store.attempt(
            run.connection().key(),
            cycle.runner(),
            page.stream()
                .flatMap(known -> run.connection().source().find(known.type(), known.id()).stream()
                    .flatMap(change -> attempted(run, change, known)))
                .toList()));
    return page.isEmpty()
        ? null
        : new Page(
            workers.begin(
                page,
                known -> retry(run, known, ahead),
                (known, busy) -> run.connection()
                    .source()
                    .find(known.type(), known.id())
                    .flatMap(change -> givenUp(run, change, known, ahead, busy))),
            text(EntryKey.of(page.get(page.size() - 1))));
  }

  private @Nullable Outcome retry(SyncRun run, KnownEntry known, WriteAhead ahead) {
    if (known.byReference()) {
      return Outcome.of(known, known.pending(true));
    }
    return run.connection()
        .source()
        .find(known.type(), known.id())
        .map(change -> isForgotten(run, change, known)
            ? Outcome.of(known, known.forgotten())
            : sync(run, change, known, true, ahead))
        .orElseGet(() -> Outcome.of(known, known.unlinked()));
  }

  /** True if a restart forgot the failures of an entry that keeps its access. One that left is tried until its access ends. */
  private static boolean isForgotten(SyncRun run, Change change, KnownEntry known) {
    return known.forgiven()
        && mapping(run, change, known)
            .filter(mapping -> EntrySync.mayLeave(run, mapping, change, known))
            .isEmpty();
  }

  private @Nullable Page changes(
      SyncRun run, PageWorkers workers, Cycle cycle, @Nullable String cursor) {
    long after = cursor == null ? cycle.from() : Long.parseLong(cursor);
    List<Change> page =
        run.connection().source().changes(after, cycle.upTo(), properties.pageSize());
    if (page.isEmpty()) {
      return null;
    }
    Map<EntryKey, KnownEntry> known = entries.find(
        run.connection().key(), page.stream().map(change -> change.entry().id()).toList());
    WriteAhead ahead = ahead(
        run,
        cycle,
        () -> store.attempt(
            run.connection().key(),
            cycle.runner(),
            page.stream()
                .flatMap(change -> attempted(run, change, known(known, change)))
                .toList()));
    PageWorkers.Work work = workers.begin(
        page,
        change -> sync(run, change, known(known, change), cycle.initial(), ahead),
        (change, busy) -> givenUp(run, change, known(known, change), ahead, busy));
    return new Page(work, String.valueOf(page.get(page.size() - 1).number()));
  }

  /** @param store stores what is about to change */
  private WriteAhead ahead(SyncRun run, Cycle cycle, Supplier<Collection<EntryKey>> store) {
    return new WriteAhead(
        store,
        () -> this.store.requireHeld(run.connection().key(), cycle.runner()),
        clocks.server(),
        LEASE);
  }

  private static KnownEntry known(Map<EntryKey, KnownEntry> known, Change change) {
    EntryKey place = new EntryKey(change.entry().id(), change.entry().type());
    return known.getOrDefault(place, KnownEntry.unknown(place.type(), place.id()));
  }

  private static Optional<Outcome> givenUp(
      SyncRun run, Change change, KnownEntry known, WriteAhead ahead, TargetException busy) {
    return mapping(run, change, known)
        .flatMap(mapping -> new EntrySync(run, mapping, change, known, true, ahead).givenUp(busy));
  }

  /** Knowledge of an entry that may be about to change in the target. */
  private static Stream<KnownEntry> attempted(SyncRun run, Change change, KnownEntry known) {
    return mapping(run, change, known)
        .flatMap(mapping -> EntrySync.attempted(run, mapping, change, known))
        .stream();
  }

  private static Optional<ObjectMapping> mapping(SyncRun run, Change change, KnownEntry known) {
    JobMapping mappings = run.connection().mapping();
    return change.gone()
        ? mappings.ofGone(known.type(), known.targetType())
        : mappings.of(change.entry()).filter(each -> each.scope().admits(change.entry()::value));
  }

  private @Nullable Outcome sync(
      SyncRun run, Change change, KnownEntry known, boolean everything, WriteAhead ahead) {
    Optional<ObjectMapping> mapping = mapping(run, change, known);
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

  private @Nullable Page references(
      SyncRun run, PageWorkers workers, Cycle cycle, @Nullable String cursor) {
    JobKey key = run.connection().key();
    EntryKey after = place(cursor);
    if (entries.pending(key, after, 1).isEmpty()) {
      return null;
    }
    CycleStore.PendingPage page = store.pending(key, cycle.runner(), after, properties.pageSize());
    // The references themselves are stored one by one.
    WriteAhead ahead = ahead(run, cycle, () -> {
      store.requireHeld(key, cycle.runner());
      return List.of();
    });
    return new Page(
        workers.begin(
            page.entries(),
            known -> refer(run, known, ahead),
            (known, busy) -> referenceSync(run, known, ahead).flatMap(sync -> sync.givenUp(busy))),
        text(page.end()));
  }

  private Outcome refer(SyncRun run, KnownEntry known, WriteAhead ahead) {
    return referenceSync(run, known, ahead)
        .map(ReferenceSync::sync)
        .orElseGet(() ->
            Outcome.of(known, (known.byReference() ? known.succeeded() : known).pending(false)));
  }

  private static Optional<ReferenceSync> referenceSync(
      SyncRun run, KnownEntry known, WriteAhead ahead) {
    return run.connection()
        .source()
        .find(known.type(), known.id())
        .filter(change -> !change.gone())
        .flatMap(change -> run.connection()
            .mapping()
            .of(change.entry())
            .map(mapping -> new ReferenceSync(run, mapping, change.entry(), known, ahead)));
  }

  /** Next phase of the cycle; empty after the last. It is stored with the first page of the phase, since a node that takes over finds no page left before it. */
  private static Optional<Cycle> next(Cycle cycle) {
    return switch (cycle.phase()) {
      case RETRIES -> Optional.of(cycle.in(Cycle.Phase.ENTRIES));
      case ENTRIES -> Optional.of(cycle.in(Cycle.Phase.REFERENCES));
      case REFERENCES -> Optional.empty();
    };
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
