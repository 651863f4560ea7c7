package io.syncjobs.client.internal;

import io.syncjobs.client.error.ConnectionException;
import io.syncjobs.client.error.SynchronizationException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Attempts of one call, as often as a {@link RetryPolicy} allows. */
public final class Attempts<T> {

  private final RetryPolicy policy;
  private final boolean repeatable;
  private final Supplier<CompletableFuture<T>> attempt;
  private final CompletableFuture<T> outcome = new Cancellable<>(this::cancel);
  private volatile boolean cancelled;
  private volatile @Nullable CompletableFuture<T> current;

  private Attempts(RetryPolicy policy, boolean repeatable, Supplier<CompletableFuture<T>> attempt) {
    this.policy = policy;
    this.repeatable = repeatable;
    this.attempt = attempt;
  }

  /**
   * Starts the first attempt. Cancelling the returned future stops the current attempt and all further ones.
   *
   * @param repeatable true if carrying the call out twice has the same effect as carrying it out once
   * @param attempt starts one attempt; cancelling its future stops it
   * @return fails with a {@link SynchronizationException}, or an {@link IllegalArgumentException} if the request is invalid
   */
  public static <T> CompletableFuture<T> start(
      RetryPolicy policy, boolean repeatable, Supplier<CompletableFuture<T>> attempt) {
    Attempts<T> attempts = new Attempts<>(policy, repeatable, attempt);
    attempts.run(1);
    return attempts.outcome;
  }

  /**
   * Makes the attempts in the calling thread.
   *
   * @param repeatable true if carrying the call out twice has the same effect as carrying it out once
   * @param attempt makes one attempt within the policy's timeout
   * @throws SynchronizationException if the call fails, or if the thread is interrupted, whose interrupt status stays set
   * @throws IllegalArgumentException if the request is invalid
   */
  @SuppressWarnings("ThreadSleepMillis")
  static <T> T here(RetryPolicy policy, boolean repeatable, Callable<T> attempt) {
    for (int number = 1; ; number++) {
      try {
        SynchronizationException failure;
        try {
          return attempt.call();
        } catch (InterruptedException | IllegalArgumentException e) {
          throw e;
        } catch (Exception e) {
          failure = policy.failure(e);
        }
        Optional<Duration> pause = policy.pause(failure, number, repeatable);
        if (pause.isEmpty()) {
          throw failure;
        }
        Thread.sleep(pause.get().toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ConnectionException("Interrupted while waiting for an answer", e);
      }
    }
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
        .orTimeout(policy.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((result, thrown) -> {
          if (thrown == null) {
            outcome.complete(result);
          } else {
            running.cancel(true);
            failed(RetryPolicy.unwrap(thrown), number);
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
    SynchronizationException failure = policy.failure(cause);
    Optional<Duration> pause = policy.pause(failure, number, repeatable);
    if (pause.isEmpty()) {
      outcome.completeExceptionally(failure);
      return;
    }
    CompletableFuture.delayedExecutor(pause.get().toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> run(number + 1));
  }
}
