package io.syncjobs.client.internal;

import java.util.concurrent.CompletableFuture;

/** Future whose cancellation, and that of every future derived from it, runs an action. */
final class Cancellable<T> extends CompletableFuture<T> {

  private final Runnable onCancel;

  Cancellable(Runnable onCancel) {
    this.onCancel = onCancel;
  }

  /** Creates a future that completes as another one does. */
  static <T> Cancellable<T> following(CompletableFuture<T> source, Runnable onCancel) {
    Cancellable<T> future = new Cancellable<>(onCancel);
    CompletableFuture<T> unused = source.whenComplete((result, thrown) -> {
      if (thrown == null) {
        future.complete(result);
      } else {
        future.completeExceptionally(thrown);
      }
    });
    return future;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new Cancellable<>(onCancel);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    onCancel.run();
    return super.cancel(mayInterruptIfRunning);
  }
}
