package io.syncjobs.server.engine.entry;

import java.util.concurrent.atomic.AtomicLong;

/** Holds deletions back once a cycle reaches its deletion threshold. Safe for use by many threads. */
public final class DeletionGuard {

  private final long threshold;
  private final boolean forced;
  private final AtomicLong deletions;

  /**
   * @param threshold number of deletions from which on they are held back; 0 for no limit
   * @param before number of deletions in the cycle so far
   * @param forced whether a restart with ForceDeletes lifted the threshold
   */
  public DeletionGuard(long threshold, long before, boolean forced) {
    this.threshold = threshold;
    this.forced = forced;
    deletions = new AtomicLong(before);
  }

  /** Takes back an allowed deletion that failed. */
  public void giveBack() {
    deletions.decrementAndGet();
  }

  /** Counts a deletion and tells whether it is allowed. */
  public boolean allowsOneMore() {
    return allows(deletions.incrementAndGet());
  }

  /** True if no further deletion is allowed. */
  boolean isReached() {
    return !allows(deletions.get() + 1);
  }

  private boolean allows(long number) {
    return forced || threshold <= 0 || number < threshold;
  }
}
