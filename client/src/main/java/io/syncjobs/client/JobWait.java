package io.syncjobs.client;

import io.syncjobs.client.error.ConnectionException;
import io.syncjobs.client.model.SynchronizationJob;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Polls a job with growing pauses until it meets a condition or the time is up. */
final class JobWait {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Supplier<CompletableFuture<Versioned<SynchronizationJob>>> read;
  private final Predicate<SynchronizationJob> condition;
  private final Duration limit;
  private final long started = System.nanoTime();
  private final CompletableFuture<Versioned<SynchronizationJob>> outcome =
      new CompletableFuture<>();

  JobWait(
      Supplier<CompletableFuture<Versioned<SynchronizationJob>>> read,
      Predicate<SynchronizationJob> condition,
      Duration limit) {
    this.read = read;
    this.condition = condition;
    this.limit = limit;
  }

  /** Starts polling; cancelling the future stops it. */
  CompletableFuture<Versioned<SynchronizationJob>> start() {
    poll(FIRST_PAUSE);
    return outcome;
  }

  private void poll(Duration pause) {
    if (outcome.isDone()) {
      return;
    }
    CompletableFuture<Versioned<SynchronizationJob>> unused = read.get()
        .whenComplete((job, failure) -> {
          if (failure != null) {
            outcome.completeExceptionally(failure);
          } else {
            check(job, pause);
          }
        });
  }

  private void check(Versioned<SynchronizationJob> job, Duration pause) {
    try {
      if (condition.test(job.value())) {
        outcome.complete(job);
        return;
      }
    } catch (RuntimeException e) {
      outcome.completeExceptionally(e);
      return;
    }
    if (Duration.ofNanos(System.nanoTime() - started).plus(pause).compareTo(limit) > 0) {
      outcome.completeExceptionally(new ConnectionException(
          "Job " + job.value().getId() + " did not meet the condition within " + limit, null));
      return;
    }
    Duration next = pause.multipliedBy(3).dividedBy(2);
    CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> poll(next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next));
  }
}
