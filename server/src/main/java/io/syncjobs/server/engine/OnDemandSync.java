package io.syncjobs.server.engine;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.connector.Change;
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
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobNotFoundException;
import io.syncjobs.server.mapping.ObjectMapping;
import io.syncjobs.server.platform.Ids;
import io.syncjobs.server.platform.TenantClocks;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Synchronizes one entry and its references outside of a cycle. Safe for use by many threads. */
@Component
public class OnDemandSync {

  /** Attempts at an entry that changes all the time; the next cycle reads it anyway. */
  private static final int ATTEMPTS = 5;

  /** Looks at an entry that a cycle or another request works on, until it is left to them. */
  private static final int LOOKS = 25;

  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Time for which a request relies on having its lock, much shorter than the lock lasts without being extended. */
  private static final Duration LEASE = Duration.ofSeconds(1);

  private final OnDemandStore store;
  private final KnownEntries entries;
  private final WrittenReferences written;
  private final Fingerprints fingerprints;
  private final EngineProperties properties;
  private final EngineThreads threads;
  private final TenantClocks clocks;
  private final Ids ids;

  OnDemandSync(
      OnDemandStore store,
      KnownEntries entries,
      WrittenReferences written,
      Fingerprints fingerprints,
      EngineProperties properties,
      EngineThreads threads,
      TenantClocks clocks,
      Ids ids) {
    this.store = store;
    this.entries = entries;
    this.written = written;
    this.fingerprints = fingerprints;
    this.properties = properties;
    this.threads = threads;
    this.clocks = clocks;
    this.ids = ids;
  }

  /**
   * Synchronizes an entry and stores the outcome, unless a cycle or another request works on the entry for some seconds; the event says so then. It starts over if the entry has changed meanwhile: a cycle may have written the new values, which the
   * old ones have replaced then.
   *
   * @param caller name of the caller, for the provisioning log
   * @return event of the provisioning log
   * @throws io.syncjobs.server.connector.TargetException if the target can't be used
   */
  public ProvisioningEvent sync(
      Connection connection, ObjectMapping mapping, Change change, String caller) {
    Change synced = change;
    ProvisioningEvent event = once(connection, mapping, change, caller);
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      Change now =
          connection.source().find(change.entry().type(), change.entry().id()).orElse(synced);
      if (now.number() == synced.number()) {
        break;
      }
      synced = now;
      event = once(connection, mapping, now, caller);
    }
    return event;
  }

  private ProvisioningEvent once(
      Connection connection, ObjectMapping mapping, Change change, String caller) {
    String tenant = connection.key().owner().tenantId();
    String request = ids.next(tenant, Ids.Kind.CYCLE);
    SyncRun run = new SyncRun(
        connection,
        entries,
        written,
        new Initiator(request, caller, true),
        new Claims(1),
        new IdChanges(false),
        new TargetFailures(connection.job().progress().history().isLinked()),
        new DeletionGuard(0, 0, true),
        fingerprints,
        properties.escrowGaps(),
        clocks.of(tenant),
        ids);
    EntryKey place = new EntryKey(change.entry().id(), change.entry().type());
    for (int attempt = 0; attempt < LOOKS; attempt++) {
      try {
        KnownEntry known = store.lock(connection.key(), place, request);
        try {
          return locked(run, mapping, change, known, request);
        } finally {
          store.unlock(connection.key(), place, request);
        }
      } catch (EntryOccupied e) {
        pause();
      }
    }
    Outcome left = new EntrySync(
            run,
            mapping,
            change,
            KnownEntry.unknown(place.type(), place.id()),
            true,
            ahead(run, place, request, Optional::empty))
        .postponed();
    return Objects.requireNonNull(left.event());
  }

  private void pause() {
    try {
      var unused = threads.await(new CountDownLatch(1), PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The request was interrupted", e);
    }
  }

  private ProvisioningEvent locked(
      SyncRun run, ObjectMapping mapping, Change change, KnownEntry known, String request) {
    EntryKey place = EntryKey.of(known);
    Outcome outcome = new EntrySync(
            run,
            mapping,
            change,
            known,
            true,
            ahead(run, place, request, () -> EntrySync.attempted(run, mapping, change, known)))
        .sync();
    note(run, request, outcome);
    if (outcome.known().referencesPending() && outcome.known().targetId() != null) {
      Outcome references = new ReferenceSync(
              run,
              mapping,
              change.entry(),
              outcome.known(),
              ahead(run, place, request, Optional::empty))
          .sync();
      note(run, request, references);
    }
    return Objects.requireNonNull(outcome.event());
  }

  private void note(SyncRun run, String request, Outcome outcome) {
    try {
      store.note(run.connection().key(), request, outcome, referrers(run, outcome));
    } catch (JobNotFoundException e) {
      store.log(outcome);
      throw e;
    }
  }

  private static List<String> referrers(SyncRun run, Outcome outcome) {
    return outcome.concernsReferrers() ? run.referrers(outcome) : List.of();
  }

  private WriteAhead ahead(
      SyncRun run, EntryKey place, String request, Supplier<Optional<KnownEntry>> attempted) {
    JobKey key = run.connection().key();
    return new WriteAhead(
        () -> {
          store.extend(key, place, request, attempted.get());
          return List.of();
        },
        () -> store.extend(key, place, request, Optional.empty()),
        clocks.server(),
        LEASE);
  }
}
