package io.syncjobs.client.internal;

import io.syncjobs.client.error.ConnectionException;
import io.syncjobs.client.error.SynchronizationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for what comes later. */
public final class Await {

  private Await() {}

  /**
   * The result of a future.
   *
   * @throws SynchronizationException as the future does; also when the thread is interrupted, which
   *     stays marked as such
   */
  public static <T> T result(CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SynchronizationException failure) {
        throw failure;
      }
      throw new IllegalStateException("A call failed in an unforeseen way", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      future.cancel(true);
      throw new ConnectionException("Interrupted while waiting for an answer", e);
    }
  }
}
