package io.syncjobs.client.internal;

import io.syncjobs.client.error.ConnectionException;
import io.syncjobs.client.error.ServiceException;
import io.syncjobs.client.error.SynchronizationException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tries again what failed in passing: an answer 429 or 503 after as long as it asks for; a lost
 * connection if carrying the call out twice does no harm, or if it can't have been carried out.
 */
final class Retries {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final int attempts;

  /**
   * @param attempts how often to try in all, at least 1
   */
  Retries(int attempts) {
    this.attempts = attempts;
  }

  /**
   * Runs an attempt, and again while there is hope. Fails with a {@link SynchronizationException}.
   */
  <T> CompletableFuture<T> run(boolean repeatable, Supplier<CompletableFuture<T>> attempt) {
    return run(repeatable, attempt, 1);
  }

  private <T> CompletableFuture<T> run(
      boolean repeatable, Supplier<CompletableFuture<T>> attempt, int number) {
    return start(attempt).exceptionallyCompose(thrown -> {
      SynchronizationException failure = translate(thrown);
      Optional<Duration> pause =
          number < attempts ? pause(failure, repeatable, number) : Optional.empty();
      if (pause.isEmpty()) {
        return CompletableFuture.failedFuture(failure);
      }
      return CompletableFuture.runAsync(
              () -> {},
              CompletableFuture.delayedExecutor(pause.get().toMillis(), TimeUnit.MILLISECONDS))
          .thenCompose(done -> run(repeatable, attempt, number + 1));
    });
  }

  private static <T> CompletableFuture<T> start(Supplier<CompletableFuture<T>> attempt) {
    try {
      return attempt.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** How long to wait before the next attempt; empty if there shouldn't be one. */
  private static Optional<Duration> pause(
      SynchronizationException failure, boolean repeatable, int number) {
    Duration backoff = FIRST_PAUSE.multipliedBy(1L << Math.min(number - 1, 8));
    Duration jittered =
        backoff.plusMillis(ThreadLocalRandom.current().nextLong(backoff.toMillis()));
    if (failure instanceof ServiceException answer
        && (answer.status() == 429 || answer.status() == 503)) {
      return Optional.of(answer.retryAfter().orElse(jittered))
          .filter(pause -> pause.compareTo(LONGEST_PAUSE) <= 0);
    }
    boolean lost =
        failure instanceof ConnectionException && failure.getCause() instanceof IOException;
    boolean neverSent = failure.getCause() instanceof ConnectException
        || failure.getCause() instanceof HttpConnectTimeoutException;
    return lost && (repeatable || neverSent) ? Optional.of(jittered) : Optional.empty();
  }

  private static SynchronizationException translate(Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
    if (cause instanceof SynchronizationException known) {
      return known;
    }
    return new ConnectionException("The call got no answer: " + cause, cause);
  }
}
