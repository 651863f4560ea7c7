package io.syncjobs.server.engine.entry;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts time-outs of a target in a row, to tell a target that answers nothing from one that fails to answer for some entries only. Safe for use by many
 * threads.
 */
public final class TimeoutStreak {

  private static final int MOST = 10;

  /** A time-out before the first answer ends the streak at once. */
  private final AtomicInteger inARow = new AtomicInteger(MOST);

  /** Records an answer of the target. */
  public void answered() {
    inARow.set(0);
  }

  /** Counts a time-out and tells whether the streak is too long. */
  public boolean out() {
    return inARow.incrementAndGet() > MOST;
  }
}
