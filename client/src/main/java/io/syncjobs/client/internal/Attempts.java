package io.syncjobs.client.internal;

import io.syncjobs.client.error.ConnectionException;
import io.syncjobs.client.error.ServiceException;
import io.syncjobs.client.error.SynchronizationException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Attempts of one call, which retry transient failures: answers 429 and 503 after the time that they ask for, and lost connections if the call
 * is repeatable or was never sent. Cancelling the future stops the current attempt and all further ones.
 */
public final class Attempts<T> {

  /**
   * Limits of a call.
   *
   * @param attempts maximum number of attempts, the first one included
   * @param timeout maximum time of one attempt
   */
  public record Limits(int attempts, Duration timeout) {}

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final Limits limits;
  private final boolean repeatable;
  private final Supplier<CompletableFuture<T>> attempt;
  private final CompletableFuture<T> outcome = new Cancellable<>(this::cancel);
  private volatile boolean cancelled;
  private volatile @Nullable CompletableFuture<T> current;

  private Attempts(Limits limits, boolean repeatable, Supplier<CompletableFuture<T>> attempt) {
    this.limits = limits;
    this.repeatable = repeatable;
    this.attempt = attempt;
  }

  /**
   * Starts the first attempt.
   *
   * @param repeatable true if carrying the call out twice has the same effect as carrying it out once
   * @param attempt starts one attempt; cancelling its future stops it
   * @return fails with a {@link SynchronizationException}, or an {@link IllegalArgumentException} if the request is invalid
   */
  public static <T> CompletableFuture<T> start(
      Limits limits, boolean repeatable, Supplier<CompletableFuture<T>> attempt) {
    Attempts<T> attempts = new Attempts<>(limits, repeatable, attempt);
    attempts.run(1);
    return attempts.outcome;
  }

  private void cancel() {
    cancelled = true;
    CompletableFuture<T> running = current;
    if (running != null) {
      running.cancel(true);
    }
  }

  private void run(int number) {
    if (cancelled) {
      return;
    }
    CompletableFuture<T> running = begin();
    current = running;
    if (cancelled) {
      running.cancel(true);
    }
    // Covers token and body as well; the JDK's own timeout ends with the headers.
    CompletableFuture<T> unused = running
        .thenApply(result -> result)
        .orTimeout(limits.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((result, thrown) -> {
          if (thrown == null) {
            outcome.complete(result);
          } else {
            running.cancel(true);
            failed(unwrap(thrown), number);
          }
        });
  }

  private CompletableFuture<T> begin() {
    try {
      return attempt.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void failed(Throwable cause, int number) {
    if (cause instanceof IllegalArgumentException || cause instanceof CancellationException) {
      outcome.completeExceptionally(cause);
      return;
    }
    SynchronizationException failure = translate(cause);
    Optional<Duration> pause =
        number < limits.attempts() ? pause(failure, number) : Optional.empty();
    if (pause.isEmpty()) {
      outcome.completeExceptionally(failure);
      return;
    }
    CompletableFuture.delayedExecutor(pause.get().toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> run(number + 1));
  }

  /** Pause before the next attempt; empty if the call must not be retried. */
  private Optional<Duration> pause(SynchronizationException failure, int number) {
    Duration backoff = FIRST_PAUSE.multipliedBy(1L << Math.min(number - 1, 8));
    Duration jittered =
        backoff.plusMillis(ThreadLocalRandom.current().nextLong(backoff.toMillis()));
    if (failure instanceof ServiceException answer) {
      // A 503 without Retry-After may come from a proxy behind which the server carried the call
      // out.
      boolean overload = answer.status() == 429 || answer.status() == 503;
      boolean harmless =
          repeatable || answer.status() == 429 || answer.retryAfter().isPresent();
      return overload && harmless
          ? Optional.of(answer.retryAfter().orElse(jittered))
              .filter(pause -> pause.compareTo(LONGEST_PAUSE) <= 0)
          : Optional.empty();
    }
    Throwable cause = failure.getCause();
    boolean neverSent =
        cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
    boolean lost = failure instanceof ConnectionException && cause instanceof IOException;
    return lost && (repeatable || neverSent) ? Optional.of(jittered) : Optional.empty();
  }

  private SynchronizationException translate(Throwable cause) {
    if (cause instanceof SynchronizationException known) {
      return known;
    }
    if (cause instanceof TimeoutException) {
      return new ConnectionException(
          "No complete answer within " + limits.timeout(),
          new HttpTimeoutException("No complete answer within " + limits.timeout()));
    }
    return new ConnectionException("The call failed without an answer: " + cause, cause);
  }

  static Throwable unwrap(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? unwrap(thrown.getCause())
        : thrown;
  }
}
