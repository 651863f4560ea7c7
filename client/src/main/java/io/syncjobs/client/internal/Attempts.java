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
 * The attempts at one call. It is tried again when it failed in passing: after an answer 429 or 503,
 * as late as that asks for; after a lost connection, if carrying the call out twice does no harm or if it can't have
 * been carried out. Cancelling the future ends it all: nothing is sent any more.
 */
public final class Attempts<T> {

  /** How often and how long to try. */
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
   * Begins.
   *
   * @param repeatable whether carrying the call out twice does no more than carrying it out once
   * @param attempt makes one attempt; cancelling its future stops it
   * @return fails with a {@link SynchronizationException}, or an {@link IllegalArgumentException} if the call can't be made at all
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
    // A limit on the whole attempt: the one of the JDK's client ends with the headers.
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

  /** How long to wait before the next attempt; empty if there shouldn't be one. */
  private Optional<Duration> pause(SynchronizationException failure, int number) {
    Duration backoff = FIRST_PAUSE.multipliedBy(1L << Math.min(number - 1, 8));
    Duration jittered =
        backoff.plusMillis(ThreadLocalRandom.current().nextLong(backoff.toMillis()));
    if (failure instanceof ServiceException answer) {
      // A bare 503 may come from something between us and a server that carried the call out.
      boolean asked = answer.status() == 429 || answer.status() == 503;
      boolean harmless =
          repeatable || answer.status() == 429 || answer.retryAfter().isPresent();
      return asked && harmless
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
          "The call got no whole answer in " + limits.timeout(),
          new HttpTimeoutException("No whole answer in " + limits.timeout()));
    }
    return new ConnectionException("The call got no answer: " + cause, cause);
  }

  static Throwable unwrap(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? unwrap(thrown.getCause())
        : thrown;
  }
}
