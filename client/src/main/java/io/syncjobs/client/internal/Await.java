package io.syncjobs.client.internal;

import io.syncjobs.client.error.ConnectionException;
import io.syncjobs.client.error.SynchronizationException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Waits for calls. */
public final class Await {

  private Await() {}

  /**
   * Starts a call and waits for its result.
   *
   * @throws SynchronizationException if the call fails, or if the thread is interrupted: then the call isn't started or is cancelled, and the
   *     thread's interrupt status stays set
   * @throws IllegalArgumentException if an argument of the call is invalid
   */
  public static <T> T result(Supplier<CompletableFuture<T>> call) {
    if (Thread.currentThread().isInterrupted()) {
      throw new ConnectionException("Interrupted before the call was sent", null);
    }
    CompletableFuture<T> future = call.get();
    try {
      return future.get();
    } catch (ExecutionException e) {
      RuntimeException failure = failure(Objects.requireNonNullElse(e.getCause(), e));
      if (!showsTheCaller(failure)) {
        failure.addSuppressed(new Exception("The call was made here"));
      }
      throw failure;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      future.cancel(true);
      throw new ConnectionException("Interrupted while waiting for an answer", e);
    }
  }

  /** False if another thread has made the failure, even if that was before this one began to wait. */
  private static boolean showsTheCaller(Throwable failure) {
    return Stream.of(failure.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(Await.class.getName()));
  }

  private static RuntimeException failure(Throwable cause) {
    return cause instanceof SynchronizationException || cause instanceof IllegalArgumentException
        ? (RuntimeException) cause
        : new ConnectionException("The call failed unexpectedly: " + cause, cause);
  }
}
