package io.syncjobs.server.engine;

import io.syncjobs.server.engine.entry.EntryKey;
import io.syncjobs.server.engine.entry.EntryLocks;
import io.syncjobs.server.engine.entry.EntryOccupied;
import io.syncjobs.server.engine.entry.KnownEntries;
import io.syncjobs.server.engine.entry.KnownEntry;
import io.syncjobs.server.engine.entry.Outcome;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.progress.Cycle;
import io.syncjobs.server.platform.TenantClocks;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Stores the work of requests on entries, which are locked meanwhile. Safe for use by many threads. */
@Component
class OnDemandStore {

  private final JobStore jobs;
  private final CycleStore store;
  private final KnownEntries entries;
  private final EntryLocks locks;
  private final TenantClocks clocks;

  OnDemandStore(
      JobStore jobs,
      CycleStore store,
      KnownEntries entries,
      EntryLocks locks,
      TenantClocks clocks) {
    this.jobs = jobs;
    this.store = store;
    this.entries = entries;
    this.locks = locks;
    this.clocks = clocks;
  }

  /**
   * Locks an entry for a request.
   *
   * @param request id of the request
   * @return knowledge of the entry
   * @throws EntryOccupied if a cycle or another request works on it
   */
  @Transactional
  KnownEntry lock(JobKey key, EntryKey entry, String request) {
    var unused = jobs.change(key, job -> {
      Cycle cycle = job.progress().cycle();
      String runner = cycle == null ? Cycle.NO_RUNNER : cycle.runner();
      if (!locks.lock(key, entry, request, runner, clocks.server().instant(), store.retryAt(key))) {
        throw new EntryOccupied();
      }
      return job;
    });
    return Objects.requireNonNull(entries.find(key, List.of(entry.id())).get(entry));
  }

  /**
   * Extends the lock of a request.
   *
   * @param attempted knowledge of the entry to store, if it is about to change in the target
   * @throws EntryOccupied if the lock has ended
   */
  @Transactional
  void extend(JobKey key, EntryKey entry, String request, Optional<KnownEntry> attempted) {
    var unused = jobs.change(key, job -> {
      if (!locks.extend(key, entry, request, clocks.server().instant())) {
        throw new EntryOccupied();
      }
      return job;
    });
    entries.attempt(key, attempted.stream().toList(), request);
  }

  /** Ends the lock of a request. */
  @Transactional
  void unlock(JobKey key, EntryKey entry, String request) {
    locks.unlock(key, entry, request);
  }

  /**
   * Stores the outcome of a request's work on an entry, which stays locked.
   *
   * @throws EntryOccupied if the lock has ended; nothing is stored then
   */
  @Transactional
  void note(JobKey key, String request, Outcome outcome, List<String> referrers) {
    EntryKey entry = EntryKey.of(outcome.before());
    KnownEntry[] known = new KnownEntry[1];
    var unused = jobs.change(key, job -> {
      if (!locks.extend(key, entry, request, clocks.server().instant())) {
        throw new EntryOccupied();
      }
      KnownEntry stored =
          Objects.requireNonNull(entries.find(key, List.of(entry.id())).get(entry));
      known[0] = outcome.known().with(outcome.before(), stored);
      Cycle cycle = job.progress().cycle();
      // An initial cycle asks for no look at those who refer to what it links.
      if (cycle != null && cycle.initial() && outcome.before().referencesPending()) {
        known[0] = known[0].pending(known[0].targetId() != null);
      }
      Map<String, Long> links = store.links(key, List.of(outcome));
      return links.isEmpty()
          ? job
          : job.with(job.progress().withHistory(job.progress().history().withMoreEntries(links)));
    });
    entries.save(key, List.of(known[0]), "");
    store.write(key, List.of(outcome), referrers);
  }

  /** Stores what the provisioning log says of an outcome whose job was deleted meanwhile. */
  void log(Outcome outcome) {
    store.log(List.of(outcome));
  }
}
