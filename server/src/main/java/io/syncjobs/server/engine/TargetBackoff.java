package io.syncjobs.server.engine;

import io.syncjobs.server.connector.TargetException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
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
  private final EngineThreads threads;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicReference<Instant> restUntil;
  private final Consumer<Instant> rests;

  /**
   * @param longest longest pause to wait for
   * @param restUntil end of a pause that the target has asked for before
   * @param rests receives the end of each further pause
   */
  TargetBackoff(
      Duration longest,
      Clock clock,
      EngineThreads threads,
      Instant restUntil,
      Consumer<Instant> rests) {
    this.longest = longest;
    this.clock = clock;
    this.threads = threads;
    this.restUntil = new AtomicReference<>(restUntil);
    this.rests = rests;
  }

  /** Ends all waits. */
  void stop() {
    stopped.countDown();
  }

  boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /**
   * Calls the database, and repeats the call while it is busy.
   *
   * @param action action that may be repeated
   * @throws TransientDataAccessException if the database stays busy
   */
  static <T extends @Nullable Object> T callDatabase(Supplier<T> action) {
    for (int attempt = 1; ; attempt++) {
      try {
        return action.get();
      } catch (TransientDataAccessException | CannotCreateTransactionException e) {
        // Nothing was written, and the wait for a connection or lock was a pause already.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * Calls a target, and repeats the call while it or the database is busy.
   *
   * @param action action that may be repeated
   * @param giveUp result if the target stays busy; empty to fail
   * @throws TargetException if the target can't be used or stays busy for too long
   * @throws TransientDataAccessException if the database stays busy
   * @throws CancellationException if the cycle ends while the target rests
   */
  <T> @Nullable T call(
      Supplier<@Nullable T> action, Function<TargetException, Optional<T>> giveUp) {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      rest();
      try {
        return callDatabase(action);
      } catch (TargetException e) {
        Duration wanted = e.retryAfter().orElse(pause);
        boolean busy = e.problem() == TargetException.Problem.UNAVAILABLE;
        if (!busy || isStopped()) {
          throw e;
        }
        if (wanted.compareTo(longest) > 0) {
          // Others need not wait as long if the pause is only for this one.
          return giveUp.apply(e.afterPauses()).orElseThrow(() -> e);
        }
        if (attempt == ATTEMPTS) {
          if (e.retryAfter().isPresent()) {
            restFor(wanted);
            rest();
          }
          return giveUp.apply(e.afterPauses()).orElseThrow(() -> e);
        }
        restFor(wanted);
        pause = pause.multipliedBy(2);
      }
    }
  }

  private void restFor(Duration pause) {
    Instant until = clock.instant().plus(pause);
    if (restUntil.getAndAccumulate(until, TargetBackoff::later).isBefore(until)) {
      rests.accept(until);
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private void rest() {
    try {
      Duration left = Duration.between(clock.instant(), restUntil.get());
      while (!left.isNegative() && !left.isZero()) {
        if (threads.await(stopped, left)) {
          throw new CancellationException("The cycle has ended");
        }
        left = Duration.between(clock.instant(), restUntil.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
      throw new CancellationException("The cycle has ended");
    }
  }
}
