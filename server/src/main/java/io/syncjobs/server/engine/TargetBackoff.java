package io.syncjobs.server.engine;

import io.syncjobs.server.connector.TargetException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Retries calls to a busy target after the pause that it asks for (RFC 9110, Retry-After), and holds back all other calls meanwhile. Retries calls to a
 * busy database as well. Safe for use by many threads.
 */
final class TargetBackoff {

  private static final int ATTEMPTS = 5;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final Duration longest;
  private final Clock clock;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicReference<Instant> restUntil = new AtomicReference<>(Instant.EPOCH);

  /** @param longest longest pause to wait for */
  TargetBackoff(Duration longest, Clock clock) {
    this.longest = longest;
    this.clock = clock;
  }

  /** Ends all waits. */
  void stop() {
    stopped.countDown();
  }

  boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /**
   * Calls a target or the database, and repeats the call while it is busy.
   *
   * @param action action that may be repeated
   * @throws TargetException if the target can't be used or stays busy for too long
   * @throws TransientDataAccessException if the database stays busy
   */
  <T extends @Nullable Object> T call(Supplier<T> action) {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      rest();
      try {
        return action.get();
      } catch (TargetException e) {
        Duration wanted = e.retryAfter().orElse(pause);
        boolean busy = e.problem() == TargetException.Problem.UNAVAILABLE;
        if (!busy || attempt == ATTEMPTS || wanted.compareTo(longest) > 0 || isStopped()) {
          throw e;
        }
        Instant until = clock.instant().plus(wanted);
        restUntil.accumulateAndGet(until, (one, other) -> one.isAfter(other) ? one : other);
        pause = pause.multipliedBy(2);
      } catch (TransientDataAccessException | CannotCreateTransactionException e) {
        // Nothing was written, and the wait for a connection or lock was a pause already.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void rest() {
    try {
      Duration left = Duration.between(clock.instant(), restUntil.get());
      while (!left.isNegative() && !left.isZero()) {
        if (stopped.await(left.toMillis() + 1, TimeUnit.MILLISECONDS)) {
          return;
        }
        left = Duration.between(clock.instant(), restUntil.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
    }
  }
}
