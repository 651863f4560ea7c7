package io.syncjobs.server.engine.entry;

import java.util.concurrent.atomic.AtomicLong;

/** Holds deletions back when there are too many in a cycle. Safe for use by many threads. */
public final class DeletionGuard {

  private final long threshold;
  private final boolean forced;
  private final AtomicLong deletions;

  /**
   * @param threshold how many are too many; 0 for no limit
   * @param before how many there were in the cycle already
   * @param forced whether somebody allowed whatever comes
   */
  public DeletionGuard(long threshold, long before, boolean forced) {
    this.threshold = threshold;
    this.forced = forced;
    deletions = new AtomicLong(before);
  }

  /** One that was allowed, and not done. */
  public void giveBack() {
    deletions.decrementAndGet();
  }

  /** Whether a further one may be done. */
  public boolean allowsOneMore() {
    long number = deletions.incrementAndGet();
    return forced || threshold <= 0 || number < threshold;
  }
}
