package io.syncjobs.client;

import io.syncjobs.client.error.ConnectionException;
import io.syncjobs.client.model.SynchronizationJob;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks at a job again and again, less and less often, until it is as it is wanted. */
final class JobWait {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Supplier<CompletableFuture<Versioned<SynchronizationJob>>> look;
  private final Predicate<SynchronizationJob> wanted;
  private final Duration limit;
  private final long begun = System.nanoTime();
  private final CompletableFuture<Versioned<SynchronizationJob>> outcome =
      new CompletableFuture<>();

  JobWait(
      Supplier<CompletableFuture<Versioned<SynchronizationJob>>> look,
      Predicate<SynchronizationJob> wanted,
      Duration limit) {
    this.look = look;
    this.wanted = wanted;
    this.limit = limit;
  }

  /** Begins to look. Cancelling the future ends it. */
  CompletableFuture<Versioned<SynchronizationJob>> begin() {
    look(FIRST_PAUSE);
    return outcome;
  }

  private void look(Duration pause) {
    if (outcome.isDone()) {
      return;
    }
    CompletableFuture<Versioned<SynchronizationJob>> unused = look.get()
        .whenComplete((job, failure) -> {
          if (failure != null) {
            outcome.completeExceptionally(failure);
          } else {
            judge(job, pause);
          }
        });
  }

  private void judge(Versioned<SynchronizationJob> job, Duration pause) {
    try {
      if (wanted.test(job.value())) {
        outcome.complete(job);
        return;
      }
    } catch (RuntimeException e) {
      outcome.completeExceptionally(e);
      return;
    }
    if (Duration.ofNanos(System.nanoTime() - begun).plus(pause).compareTo(limit) > 0) {
      outcome.completeExceptionally(new ConnectionException(
          "The job " + job.value().getId() + " wasn't as it was waited for within " + limit, null));
      return;
    }
    Duration next = pause.multipliedBy(3).dividedBy(2);
    CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> look(next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next));
  }
}
