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

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Supplier<CompletableFuture<SynchronizationJob>> look;
  private final Predicate<SynchronizationJob> wanted;
  private final Duration limit;
  private final long begun = System.nanoTime();

  JobWait(
      Supplier<CompletableFuture<SynchronizationJob>> look,
      Predicate<SynchronizationJob> wanted,
      Duration limit) {
    this.look = look;
    this.wanted = wanted;
    this.limit = limit;
  }

  CompletableFuture<SynchronizationJob> begin() {
    return again(FIRST_PAUSE);
  }

  private CompletableFuture<SynchronizationJob> again(Duration pause) {
    return look.get().thenCompose(job -> {
      if (wanted.test(job)) {
        return CompletableFuture.completedFuture(job);
      }
      Duration spent = Duration.ofNanos(System.nanoTime() - begun);
      if (spent.plus(pause).compareTo(limit) > 0) {
        return CompletableFuture.failedFuture(new ConnectionException(
            "The job " + job.getId() + " wasn't as it was waited for within " + limit, null));
      }
      Duration next = pause.multipliedBy(3).dividedBy(2);
      return CompletableFuture.runAsync(
              () -> {}, CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS))
          .thenCompose(done -> again(next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next));
    });
  }
}
