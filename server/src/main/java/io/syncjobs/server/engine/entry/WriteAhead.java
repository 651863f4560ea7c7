package io.syncjobs.server.engine.entry;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Precedes writes to the target. Before the first one it stores that entries are about to change there; entries that are worked on together share it, so
 * that it costs one transaction at most. Before later ones it makes sure from time to time that the node still has the cycle: a node that stalled may have
 * been taken for dead, and its values are old then. Safe for use by many threads.
 */
public final class WriteAhead implements Target.WriteCheck {

  private final Supplier<? extends Collection<EntryKey>> store;
  private final Runnable check;
  private final Clock clock;
  private final Duration lease;
  private final Map<EntryKey, Set<Trace>> begun = new HashMap<>();
  private final Map<EntryKey, String> changing = new HashMap<>();
  private final Map<EntryKey, List<Outcome.Move>> moves = new HashMap<>();
  private final Set<EntryKey> occupied = new HashSet<>();
  private boolean stored;
  private boolean failed;
  private Instant until = Instant.MIN;

  /**
   * @param store stores that the entries are about to change and returns those that are left to others, or fails if another node has the cycle
   * @param check fails if another node has the cycle
   * @param clock the server's, as nodes are taken for dead in real time
   * @param lease time for which the node keeps the cycle after it was seen to have it
   */
  public WriteAhead(
      Supplier<? extends Collection<EntryKey>> store, Runnable check, Clock clock, Duration lease) {
    this.store = store;
    this.check = check;
    this.clock = clock;
    this.lease = lease;
  }

  /**
   * Precedes each write of an entry.
   *
   * @param names values by which to find what the write may create or rename
   * @throws EntryOccupied if other work on the entry is under way
   */
  synchronized void beforeWrite(Entry entry, Set<Trace> names) {
    beforeWrite();
    if (occupied.contains(key(entry))) {
      throw new EntryOccupied();
    }
    begun.computeIfAbsent(key(entry), unused -> new LinkedHashSet<>()).addAll(names);
  }

  /** Knowledge of an entry, with a write that began and is repeated because its outcome got lost. */
  synchronized KnownEntry begun(KnownEntry known) {
    EntryKey key = EntryKey.of(known);
    Set<Trace> names = begun.get(key);
    KnownEntry attempted = names == null ? known : known.attempted(names);
    String changed = changing.get(key);
    return changed == null ? attempted : attempted.attemptedAt(changed);
  }

  /** Remembers the id of what is about to change, in case the write is repeated because its outcome got lost. */
  synchronized void changes(Entry entry, String targetId) {
    changing.put(key(entry), targetId);
  }

  /** Remembers what an attempt has learnt of counterparts' ids, in case it is repeated: the run knows it already, and the next attempt would not learn it again. */
  synchronized void learnt(KnownEntry known, List<Outcome.Move> all) {
    moves.put(EntryKey.of(known), List.copyOf(all));
  }

  /** What earlier attempts at an entry have learnt of counterparts' ids, and the database has not. */
  synchronized List<Outcome.Move> learnt(KnownEntry known) {
    return moves.getOrDefault(EntryKey.of(known), List.of());
  }

  private static EntryKey key(Entry entry) {
    return new EntryKey(entry.id(), entry.type());
  }

  /** Writes to the target, unless the node has stalled for too long since the write was announced. */
  <T> T write(Target target, Supplier<T> write) {
    return target.write(this, write);
  }

  /** Writes to the target without a result. */
  void run(Target target, Runnable write) {
    var unused = write(target, () -> {
      write.run();
      return true;
    });
  }

  @Override
  public void check() {
    beforeWrite();
  }

  /** A node may be taken for dead right after it has made sure that it has the cycle. */
  @Override
  public synchronized void checkNow() {
    until = Instant.MIN;
    beforeWrite();
  }

  /** Precedes each write. */
  synchronized void beforeWrite() {
    Instant now = clock.instant();
    if (stored && now.isBefore(until)) {
      return;
    }
    failed = true;
    if (stored) {
      check.run();
    } else {
      occupied.addAll(store.get());
    }
    failed = false;
    stored = true;
    until = now.plus(lease);
  }

  /** True if nothing may be written, for instance because another node has the cycle. */
  synchronized boolean failed() {
    return failed;
  }
}
