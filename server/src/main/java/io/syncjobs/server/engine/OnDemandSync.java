package io.syncjobs.server.engine;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.connector.Change;
import io.syncjobs.server.engine.entry.Claims;
import io.syncjobs.server.engine.entry.Connection;
import io.syncjobs.server.engine.entry.DeletionGuard;
import io.syncjobs.server.engine.entry.EntryKey;
import io.syncjobs.server.engine.entry.EntrySync;
import io.syncjobs.server.engine.entry.Fingerprints;
import io.syncjobs.server.engine.entry.Initiator;
import io.syncjobs.server.engine.entry.KnownEntries;
import io.syncjobs.server.engine.entry.KnownEntry;
import io.syncjobs.server.engine.entry.Outcome;
import io.syncjobs.server.engine.entry.ReferenceSync;
import io.syncjobs.server.engine.entry.SyncRun;
import io.syncjobs.server.engine.entry.TimeoutStreak;
import io.syncjobs.server.engine.entry.WriteAhead;
import io.syncjobs.server.engine.entry.WrittenReferences;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.mapping.ObjectMapping;
import io.syncjobs.server.platform.Ids;
import io.syncjobs.server.platform.TenantClocks;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Synchronizes one entry and its references outside of a cycle. Safe for use by many threads. */
@Component
public class OnDemandSync {

  /** Attempts at an entry that changes all the time; the next cycle reads it anyway. */
  private static final int ATTEMPTS = 5;

  private final CycleStore store;
  private final KnownEntries entries;
  private final WrittenReferences written;
  private final Fingerprints fingerprints;
  private final EngineProperties properties;
  private final TenantClocks clocks;
  private final Ids ids;

  OnDemandSync(
      CycleStore store,
      KnownEntries entries,
      WrittenReferences written,
      Fingerprints fingerprints,
      EngineProperties properties,
      TenantClocks clocks,
      Ids ids) {
    this.store = store;
    this.entries = entries;
    this.written = written;
    this.fingerprints = fingerprints;
    this.properties = properties;
    this.clocks = clocks;
    this.ids = ids;
  }

  /**
   * Synchronizes an entry and stores the outcome. It starts over if the entry has changed meanwhile: a cycle may have written the new values, which the
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
    JobKey key = connection.key();
    String tenant = key.owner().tenantId();
    SyncRun run = new SyncRun(
        connection,
        entries,
        written,
        new Initiator(ids.next(tenant, Ids.Kind.CYCLE), caller, true),
        new Claims(1),
        new TimeoutStreak(),
        new DeletionGuard(0, 0, true),
        fingerprints,
        properties.escrowGaps(),
        clocks.of(tenant),
        ids);
    EntryKey place = new EntryKey(change.entry().id(), change.entry().type());
    KnownEntry known = entries
        .find(key, List.of(place.id()))
        .getOrDefault(place, KnownEntry.unknown(place.type(), place.id()))
        // No cycle has to read the entry again, and the target may fail after it has written.
        .retriedAt(run.retryAt(0));
    Outcome outcome = new EntrySync(
            run,
            mapping,
            change,
            known,
            true,
            ahead(() -> entries.attempt(
                key, EntrySync.attempted(run, mapping, change, known).stream().toList())))
        .sync();
    List<String> referrers =
        outcome.hasNewCounterpart() ? connection.source().referrers(place.id()) : List.of();
    store.note(key, List.of(outcome), referrers);
    if (outcome.known().referencesPending() && outcome.known().targetId() != null) {
      Outcome references =
          new ReferenceSync(run, mapping, change.entry(), outcome.known(), ahead(() -> {})).sync();
      store.note(key, List.of(references), List.of());
    }
    return Objects.requireNonNull(outcome.event());
  }

  /** Nobody can take the work of a request over. */
  private WriteAhead ahead(Runnable store) {
    return new WriteAhead(store, () -> {}, clocks.server(), Duration.ZERO);
  }
}
