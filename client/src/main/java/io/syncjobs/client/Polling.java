package io.syncjobs.client;

import io.syncjobs.client.error.ConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads something with growing pauses until there is nothing to wait for or the time is up. No thread is blocked meanwhile.
 *
 * @param <T> type of what is read
 */
final class Polling<T> {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  private final Supplier<CompletableFuture<T>> read;
  private final Function<T, Optional<Duration>> longestPause;
  private final Duration limit;
  private final String failure;
  private final long started = System.nanoTime();
  private final CompletableFuture<T> outcome = new CompletableFuture<>();

  /**
   * @param longestPause limit of the pause before the next time; empty if there is nothing to wait for
   * @param failure what didn't happen, the beginning of a message that the limit completes
   */
  Polling(
      Supplier<CompletableFuture<T>> read,
      Function<T, Optional<Duration>> longestPause,
      Duration limit,
      String failure) {
    this.read = read;
    this.longestPause = longestPause;
    this.limit = limit;
    this.failure = failure;
  }

  /** Starts polling; cancelling the future stops it. */
  CompletableFuture<T> start() {
    poll(FIRST_PAUSE);
    return outcome;
  }

  private void poll(Duration pause) {
    if (outcome.isDone()) {
      return;
    }
    try {
      CompletableFuture<T> unused = read.get().whenComplete((found, thrown) -> {
        if (thrown != null) {
          outcome.completeExceptionally(thrown);
        } else {
          check(found, pause);
        }
      });
    } catch (RuntimeException e) {
      outcome.completeExceptionally(e); // Nobody else would learn of it, on a thread of the timer.
    }
  }

  private void check(T found, Duration pause) {
    Optional<Duration> longest;
    try {
      longest = longestPause.apply(found);
    } catch (RuntimeException e) {
      outcome.completeExceptionally(e);
      return;
    }
    if (longest.isEmpty()) {
      outcome.complete(found);
      return;
    }
    Duration left = limit.minusNanos(System.nanoTime() - started);
    if (left.isNegative() || left.isZero()) {
      outcome.completeExceptionally(new ConnectionException(failure + " within " + limit, null));
      return;
    }
    Duration next = shorter(shorter(pause, longest.get()), left);
    CompletableFuture.delayedExecutor(Math.max(10, next.toMillis()), TimeUnit.MILLISECONDS)
        .execute(() -> poll(next.multipliedBy(3).dividedBy(2)));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
