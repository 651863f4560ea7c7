package io.syncjobs.server.engine.entry;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells a target that answers nobody from one that never answers for some entries: as long as others are answered in between, and a few more. Safe for
 * use by many threads.
 */
public final class TimeoutStreak {

  private static final int MOST = 10;

  /** Before the first answer, one is enough. */
  private final AtomicInteger inARow = new AtomicInteger(MOST);

  /** The target has done what it was asked for. */
  public void answered() {
    inARow.set(0);
  }

  /** Counts one more, and returns whether those were too many. */
  public boolean out() {
    return inARow.incrementAndGet() > MOST;
  }
}
