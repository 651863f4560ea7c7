package io.syncjobs.server.engine;

import io.syncjobs.server.connector.scim.Turns;
import io.syncjobs.server.job.JobKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Turns of a job's requests at an even distance, over all nodes: each node takes short spans of time for itself and sends its requests within them. Safe
 * for use by many threads.
 */
final class PacedTurns implements Turns {

  /** Longest span. A node that has no more requests wastes the rest of its span. */
  private static final Duration SPAN = Duration.ofMillis(250);

  /** Share of the limit that is used, so that a target which counts requests as they arrive never counts more, despite delays on the network. */
  private static final double SHARE = 0.96;

  /** Interrupts end waits. */
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private final TargetPace pace;
  private final JobKey job;
  private final EngineThreads threads;
  private final Clock clock;
  private final Duration distance;
  private final long most;
  private final AtomicInteger waiting = new AtomicInteger();
  private Instant next = Instant.EPOCH;
  private Instant end = Instant.EPOCH;

  /**
   * @param perSecond largest number of requests in a second, at least 1
   * @param clock the server's, as nodes take turns in real time
   */
  PacedTurns(TargetPace pace, JobKey job, int perSecond, EngineThreads threads, Clock clock) {
    this.pace = pace;
    this.job = job;
    this.threads = threads;
    this.clock = clock;
    distance = Duration.ofNanos((long) (1e9 / (perSecond * SHARE)));
    most = SPAN.dividedBy(distance);
  }

  @Override
  public void await() {
    waiting.incrementAndGet();
    try {
      Instant turn = take(waiting.get());
      for (Instant now = clock.instant(); now.isBefore(turn); now = clock.instant()) {
        threads.await(NEVER, Duration.between(now, turn));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("The cycle has ended");
    } finally {
      waiting.decrementAndGet();
    }
  }

  /**
   * Takes a turn.
   *
   * @param requests number of requests that wait for one, including this; a node takes no more turns ahead than it can use
   */
  synchronized Instant take(int requests) {
    Instant now = clock.instant();
    if (next.isBefore(now)) {
      // Turns that nobody used don't come again, or they would come all at once.
      next = next.plus(distance.multipliedBy(Duration.between(next, now).dividedBy(distance) + 1));
    }
    if (next.isAfter(end.minus(distance))) {
      Duration span = distance.multipliedBy(Math.max(1, Math.min(requests, most)));
      next = pace.take(job, now, span);
      end = next.plus(span);
    }
    Instant turn = next;
    next = turn.plus(distance);
    return turn;
  }
}
