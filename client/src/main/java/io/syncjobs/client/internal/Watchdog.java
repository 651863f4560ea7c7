package io.syncjobs.client.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Time limit of work in the calling thread, which is interrupted when the limit has passed. All work has the same limit, so one timer, set for
 * the oldest, is enough: the JDK's timers, one for each request, wake other threads twice per call and end with the headers. Thread-safe.
 */
final class Watchdog {

  /** Work that ignores its interrupt is interrupted again after this time. */
  private static final long AGAIN = TimeUnit.MILLISECONDS.toNanos(100);

  private final long limit;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean timer = new AtomicBoolean();

  Watchdog(Duration limit) {
    this.limit = TimeUnit.NANOSECONDS.convert(limit);
  }

  /**
   * Does work in the calling thread.
   *
   * @throws TimeoutException if the work failed after its time was up
   */
  <T> T limit(Callable<T> work) throws Exception {
    Watch watch = new Watch(System.nanoTime() + limit);
    watches.add(watch);
    if (!timer.get() && timer.compareAndSet(false, true)) {
      startTimer(limit);
    }
    try {
      return work.call();
    } catch (Exception e) {
      throw watch.end() ? new TimeoutException() : e;
    } finally {
      watches.remove(watch);
      watch.end();
    }
  }

  private void startTimer(long nanos) {
    CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Runnable::run)
        .execute(this::check);
  }

  private void check() {
    do {
      long now = System.nanoTime();
      long next = limit;
      for (Watch watch : watches) {
        next = Math.min(next, watch.check(now));
      }
      if (!watches.isEmpty()) {
        startTimer(next);
        return;
      }
      timer.set(false);
      // Work may have begun since the check, and found the timer set.
    } while (!watches.isEmpty() && timer.compareAndSet(false, true));
  }

  /** Work of one thread. */
  private static final class Watch {
    private final Thread thread = Thread.currentThread();
    private final long deadline;
    private boolean expired;
    private boolean ended;

    Watch(long deadline) {
      this.deadline = deadline;
    }

    /** Interrupts the thread if its time is up, and returns the nanoseconds until the next check. */
    synchronized long check(long now) {
      long left = deadline - now;
      if (left > 0) {
        return left;
      }
      if (!ended) {
        expired = true;
        thread.interrupt();
      }
      return AGAIN;
    }

    /** Ends the watch; returns true if it has interrupted the thread, after clearing that interrupt. */
    synchronized boolean end() {
      if (expired && !ended) {
        Thread.interrupted();
      }
      ended = true;
      return expired;
    }
  }
}
