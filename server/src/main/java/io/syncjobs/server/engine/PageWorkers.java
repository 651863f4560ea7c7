package io.syncjobs.server.engine;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.engine.entry.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Threads that work on the entries of a page in their order, several at a time. For one cycle. */
final class PageWorkers implements AutoCloseable {

  private final ExecutorService threads;
  private final TargetBackoff backoff;
  private final int number;

  PageWorkers(EngineThreads threads, int number, TargetBackoff backoff) {
    this.number = number;
    this.backoff = backoff;
    this.threads = threads.pool(number);
  }

  /**
   * Result of a page.
   *
   * @param outcomes of all entries of the page, or of those that were finished before a failure
   * @param failure reason why entries are missing; null if none are
   */
  record Done(List<Outcome> outcomes, @Nullable RuntimeException failure) {}

  /** Page that is being worked on. */
  interface Work {

    /** Waits for the end of the page. */
    Done done();
  }

  /**
   * Starts an action on each entry of a page. After the first failure, such as a {@link TargetException} for a target that can't be used, no further entry
   * is started, neither of this page nor of later ones.
   *
   * @param giveUp outcome of an entry for which the target stays busy; empty if it is busy for all
   */
  <T> Work begin(
      List<T> page,
      Function<T, @Nullable Outcome> action,
      BiFunction<T, TargetException, Optional<Outcome>> giveUp) {
    List<FutureTask<@Nullable Outcome>> tasks = new ArrayList<>();
    for (T each : page) {
      tasks.add(new FutureTask<>(() -> call(action, giveUp, each)));
    }
    // Each thread takes one entry after the other, so that it is woken once per page instead of
    // once per entry.
    AtomicInteger next = new AtomicInteger();
    for (int i = 0; i < Math.min(number, tasks.size()); i++) {
      threads.execute(() -> {
        for (int task = next.getAndIncrement();
            task < tasks.size();
            task = next.getAndIncrement()) {
          tasks.get(task).run();
        }
      });
    }
    return () -> await(tasks);
  }

  private static Done await(List<FutureTask<@Nullable Outcome>> tasks) {
    List<Outcome> outcomes = new ArrayList<>();
    RuntimeException failure = null;
    for (FutureTask<@Nullable Outcome> task : tasks) {
      try {
        Outcome outcome = task.get();
        if (outcome != null) {
          outcomes.add(outcome);
        }
      } catch (ExecutionException e) {
        failure = worse(failure, cause(e));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("The cycle was interrupted", e);
      }
    }
    return new Done(outcomes, failure);
  }

  private <T> @Nullable Outcome call(
      Function<T, @Nullable Outcome> action,
      BiFunction<T, TargetException, Optional<Outcome>> giveUp,
      T each) {
    if (backoff.isStopped()) {
      throw new CancellationException("Another entry has failed");
    }
    try {
      return backoff.call(() -> action.apply(each), busy -> giveUp.apply(each, busy));
    } catch (RuntimeException e) {
      backoff.stop();
      throw e;
    }
  }

  /** The first of two failures that tells the cause. */
  static RuntimeException worse(@Nullable RuntimeException first, RuntimeException second) {
    return first == null || first instanceof CancellationException ? second : first;
  }

  private static RuntimeException cause(ExecutionException e) {
    return e.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException("An entry can't be synchronized", e.getCause());
  }

  @Override
  public void close() {
    backoff.stop();
    threads.shutdownNow();
  }
}
