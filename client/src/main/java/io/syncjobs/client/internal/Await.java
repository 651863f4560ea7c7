package io.syncjobs.client.internal;

import io.syncjobs.client.error.ConnectionException;
import io.syncjobs.client.error.SynchronizationException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** Makes calls and waits for them. */
public final class Await {

  private Await() {}

  /**
   * The result of a call.
   *
   * @throws SynchronizationException as the call's future does; also when the thread is interrupted, which stays marked as such: the call
   *     isn't begun then, or is cancelled
   * @throws IllegalArgumentException if the call can't be made with what was given
   */
  public static <T> T result(Supplier<CompletableFuture<T>> call) {
    if (Thread.currentThread().isInterrupted()) {
      throw new ConnectionException("Interrupted before the call was made", null);
    }
    CompletableFuture<T> future = call.get();
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw seenFromHere(Objects.requireNonNullElse(e.getCause(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      future.cancel(true);
      throw new ConnectionException("Interrupted while waiting for an answer", e);
    }
  }

  /** The failure happened in another thread, whose stack doesn't tell who made the call. */
  private static RuntimeException seenFromHere(Throwable cause) {
    RuntimeException failure =
        cause instanceof SynchronizationException || cause instanceof IllegalArgumentException
            ? (RuntimeException) cause
            : new ConnectionException("The call failed in an unforeseen way: " + cause, cause);
    failure.addSuppressed(new Exception("The call was made here"));
    return failure;
  }
}
