package io.syncjobs.server.engine;

import io.syncjobs.server.audit.AuditLog;
import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.connector.Source;
import io.syncjobs.server.engine.entry.CounterpartMoves;
import io.syncjobs.server.engine.entry.EntryKey;
import io.syncjobs.server.engine.entry.EntryLocks;
import io.syncjobs.server.engine.entry.KnownEntries;
import io.syncjobs.server.engine.entry.KnownEntry;
import io.syncjobs.server.engine.entry.Outcome;
import io.syncjobs.server.engine.entry.WrittenReferences;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.Schedule;
import io.syncjobs.server.job.progress.Counters;
import io.syncjobs.server.job.progress.Cycle;
import io.syncjobs.server.job.progress.Progress;
import io.syncjobs.server.platform.Ids;
import io.syncjobs.server.platform.TenantClocks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Stores how far a cycle has advanced, in one transaction with the outcomes of its entries. Each run of a cycle has an id of its own, which fences off a
 * run whose cycle was taken over or abandoned: it can store nothing any more. Safe for use by many threads.
 */
@Component
class CycleStore {

  /** Makes a planned attempt differ from the one that a request plans at the same instant. */
  private static final Duration LATER = Duration.ofMillis(1);

  private final JobStore jobs;
  private final KnownEntries entries;
  private final EntryLocks locks;
  private final WrittenReferences written;
  private final CounterpartMoves moves;
  private final AuditLog audit;
  private final Connections connections;
  private final EngineProperties properties;
  private final TenantClocks clocks;
  private final Ids ids;

  CycleStore(
      JobStore jobs,
      KnownEntries entries,
      EntryLocks locks,
      WrittenReferences written,
      CounterpartMoves moves,
      AuditLog audit,
      Connections connections,
      EngineProperties properties,
      TenantClocks clocks,
      Ids ids) {
    this.jobs = jobs;
    this.entries = entries;
    this.locks = locks;
    this.written = written;
    this.moves = moves;
    this.audit = audit;
    this.connections = connections;
    this.properties = properties;
    this.clocks = clocks;
    this.ids = ids;
  }

  /** Another runner has the cycle, or it was abandoned. */
  static final class LostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostException() {
      super("The cycle was taken over by another node or abandoned");
    }
  }

  /**
   * Claims the cycle that is under way, or begins one.
   *
   * @param runner id of the run
   * @return the job; it has no cycle of this runner if the job is not to run
   * @throws io.syncjobs.server.job.JobNotFoundException if the owner has no such job
   */
  @Transactional
  Job claim(JobKey key, String runner) {
    return jobs.change(key, job -> {
      Progress progress = job.progress();
      if (hasExpired(job)) {
        return job.inState(Schedule.State.DISABLED, progress.withoutCycle());
      }
      Cycle current = progress.cycle();
      boolean active = job.schedule().state() == Schedule.State.ACTIVE;
      // A paused job finishes the cycle that is under way but starts no further attempt.
      if (current != null && (active || !current.runner().equals(Cycle.NO_RUNNER))) {
        return job.with(progress.claimed(current.takenBy(runner)));
      }
      return active && current == null ? begin(job, runner) : job;
    });
  }

  private boolean hasExpired(Job job) {
    Instant expiration = job.schedule().expiration();
    return expiration != null && !expiration.isAfter(now(job.key()));
  }

  private Instant now(JobKey key) {
    return clocks.of(key.owner().tenantId()).instant();
  }

  private Job begin(Job job, String runner) {
    Progress progress = job.progress();
    JobKey key = job.key();
    if (!progress.dataStored()) {
      entries.clear(key);
      // Entries that were provisioned on demand have been counted meanwhile.
      progress = progress.withHistory(progress.history().withoutEntryCounts());
    } else if (progress.escrowsForgotten()) {
      entries.clearEscrows(key);
    }
    Source source = connections.source(job);
    boolean initial = !progress.initialCycleDone();
    long from = progress.watermark() == null || initial ? 0 : Long.parseLong(progress.watermark());
    long upTo = source.newest();
    long changes = source.count(from, upTo);
    Instant now = now(key);
    // Drawn after all that may fail and be repeated, so that a seed gives the same ids.
    Cycle cycle = new Cycle(
        ids.next(key.owner().tenantId(), Ids.Kind.CYCLE),
        runner,
        initial,
        false,
        from,
        upTo,
        initial ? Cycle.Phase.ENTRIES : Cycle.Phase.RETRIES,
        null,
        now,
        now,
        changes,
        Counters.NONE);
    return job.with(progress.claimed(cycle));
  }

  /**
   * Stores the outcomes of entries and how far the cycle has advanced.
   *
   * @param outcomes of the entries
   * @param referrers ids of entries whose references name some of them and need another look
   * @param phase phase of the cycle now
   * @param cursor position within the phase
   * @return the cycle as stored
   * @throws LostException if another runner has the cycle; nothing is stored then
   */
  @Transactional
  Cycle note(
      JobKey key,
      String runner,
      List<Outcome> outcomes,
      List<String> referrers,
      Cycle.Phase phase,
      @Nullable String cursor) {
    List<Outcome> own = new ArrayList<>();
    List<Outcome> all = new ArrayList<>();
    Job changed = jobs.change(key, job -> {
      Progress progress = job.progress();
      Set<EntryKey> others = others(key, outcomes.stream().map(Outcome::before).toList());
      entries.postpone(key, others, retryAt(key).plus(LATER));
      for (Outcome outcome : outcomes) {
        boolean ofOthers = others.contains(EntryKey.of(outcome.before()));
        all.add(ofOthers ? outcome.leftToOthers() : outcome);
        if (!ofOthers) {
          own.add(outcome);
        }
      }
      Cycle cycle = held(progress, runner).at(phase, cursor, sum(all), now(key));
      return job.with(progress
          .withCycle(cycle)
          .withHistory(progress.history().withMoreEntries(links(key, own))));
    });
    entries.save(key, own.stream().map(Outcome::known).toList(), runner);
    write(key, all, referrers);
    return Objects.requireNonNull(changed.progress().cycle());
  }

  /** Entries that requests work on, or have worked on since the cycle read them. What is known of them is left to the requests. */
  private Set<EntryKey> others(JobKey key, List<KnownEntry> read) {
    List<EntryKey> places = read.stream().map(EntryKey::of).toList();
    Map<EntryKey, KnownEntry> stored =
        entries.find(key, places.stream().map(EntryKey::id).toList());
    Set<EntryKey> others =
        new HashSet<>(locks.ofRequests(key, places, clocks.server().instant()));
    read.stream()
        .filter(known -> !known.isLatest(stored.get(EntryKey.of(known))))
        .map(EntryKey::of)
        .forEach(others::add);
    others.retainAll(places);
    return others;
  }

  /** Time of an attempt that is planned now. */
  Instant retryAt(JobKey key) {
    return now(key).plus(properties.escrowGaps().after(0));
  }

  /**
   * Stores that entries are about to change in the target, and locks them.
   *
   * @return entries that are left to requests
   * @throws LostException if another runner has the cycle
   */
  @Transactional
  Collection<EntryKey> attempt(JobKey key, String runner, List<KnownEntry> changing) {
    Set<EntryKey> others = new HashSet<>();
    var unused = jobs.change(key, job -> {
      held(job.progress(), runner);
      others.addAll(others(key, changing));
      return job;
    });
    List<KnownEntry> own =
        changing.stream().filter(known -> !others.contains(EntryKey.of(known))).toList();
    entries.attempt(key, own, runner);
    return others;
  }

  /**
   * Reads a page of entries whose references are to be synchronized, and locks those that no request works on.
   *
   * @return the page; those that are left to requests have no mark any more
   * @throws LostException if another runner has the cycle
   */
  @Transactional
  PendingPage pending(JobKey key, String runner, EntryKey after, int limit) {
    Job changed = jobs.change(key, job -> {
      held(job.progress(), runner);
      return job;
    });
    List<KnownEntry> page = entries.pending(key, after, limit);
    List<EntryKey> places = page.stream().map(EntryKey::of).toList();
    Set<EntryKey> others = locks.ofRequests(key, places, clocks.server().instant());
    List<KnownEntry> own =
        page.stream().filter(known -> !others.contains(EntryKey.of(known))).toList();
    locks.lock(key, own.stream().map(EntryKey::of).toList(), runner);
    if (held(changed.progress(), runner).initial()) {
      // A request that began before others were linked may end after the cycle.
      entries.markPending(key, others.stream().map(EntryKey::id).toList());
    }
    return new PendingPage(own, page.isEmpty() ? after : places.get(places.size() - 1));
  }

  /**
   * Page of entries whose references are to be synchronized.
   *
   * @param entries without those that requests work on
   * @param end place of the last entry
   */
  record PendingPage(List<KnownEntry> entries, EntryKey end) {}

  /**
   * Makes sure that a runner still has its cycle.
   *
   * @throws LostException if another runner has the cycle
   */
  void requireHeld(JobKey key, String runner) {
    held(jobs.get(key).progress(), runner);
  }

  /** Stores what outcomes have besides the knowledge of their entries. */
  void write(JobKey key, List<Outcome> outcomes, List<String> referrers) {
    entries.markPending(key, referrers);
    written.save(key, outcomes);
    Map<String, Long> links = moves.store(key, outcomes, now(key));
    if (!links.isEmpty()) {
      var unused = jobs.change(
          key,
          job -> job.with(
              job.progress().withHistory(job.progress().history().withMoreEntries(links))));
    }
    written.forget(
        key, outcomes.stream().flatMap(outcome -> outcome.deleted().stream()).toList());
    log(outcomes);
  }

  /** Stores what the provisioning log says of outcomes, which is all that is kept of them if their job was deleted meanwhile. */
  void log(List<Outcome> outcomes) {
    List<ProvisioningEvent> events =
        outcomes.stream().map(Outcome::event).filter(Objects::nonNull).toList();
    audit.add(events);
  }

  /** Cycle of a runner.
   *
   * @throws LostException if another runner has the cycle
   */
  static Cycle held(Progress progress, String runner) {
    Cycle cycle = progress.cycle();
    if (cycle == null || !cycle.runner().equals(runner)) {
      throw new LostException();
    }
    return cycle;
  }

  private static Counters sum(List<Outcome> outcomes) {
    return outcomes.stream().map(Outcome::counters).reduce(Counters.NONE, Counters::plus);
  }

  /** Changes of the numbers of linked entries, compared with what is stored. The transaction must have locked the job. */
  Map<String, Long> links(JobKey key, List<Outcome> outcomes) {
    Map<EntryKey, String> kinds = entries.kinds(
        key, outcomes.stream().map(outcome -> outcome.known().id()).toList());
    Map<String, Long> links = new HashMap<>();
    for (Outcome outcome : outcomes) {
      KnownEntry known = outcome.known();
      String before = kinds.get(EntryKey.of(known));
      String after = known.kind();
      if (before != null) {
        links.merge(before, -1L, Long::sum);
      }
      if (after != null) {
        links.merge(after, 1L, Long::sum);
      }
    }
    links.values().removeIf(number -> number == 0);
    return links;
  }
}
