package io.syncjobs.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.engine.entry.KnownEntry;
import io.syncjobs.server.engine.entry.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PageWorkersTest {

  private final TargetException failure =
      new TargetException(Problem.NOT_SCIM, null, null, "It speaks something else.");

  private static PageWorkers workers(int number) {
    return new PageWorkers(
        new EngineThreads(),
        number,
        new TargetBackoff(
            Duration.ofMinutes(1),
            Clock.systemUTC(),
            new EngineThreads(),
            Instant.EPOCH,
            until -> {}));
  }

  private static PageWorkers.Work begin(
      PageWorkers workers, List<String> page, Function<String, @Nullable Outcome> action) {
    return workers.begin(page, action, (id, busy) -> Optional.empty());
  }

  private static Outcome outcome(String id) {
    KnownEntry known = KnownEntry.unknown("User", id);
    return Outcome.of(known, known);
  }

  private static List<String> ids(PageWorkers.Done done) {
    return done.outcomes().stream().map(outcome -> outcome.known().id()).toList();
  }

  @Test
  void nothingIsBegunAfterAFailureAndNothingThatWasNotIsTakenForDone() {
    Queue<String> begun = new ConcurrentLinkedQueue<>();
    try (PageWorkers workers = workers(1)) {
      PageWorkers.Work page = begin(workers, List.of("a", "b", "c"), id -> {
        begun.add(id);
        if (id.equals("b")) {
          throw failure;
        }
        return outcome(id);
      });
      PageWorkers.Work next = begin(workers, List.of("d"), id -> {
        begun.add(id);
        return outcome(id);
      });

      PageWorkers.Done done = page.done();
      PageWorkers.Done after = next.done();

      assertThat(begun).containsExactly("a", "b");
      assertThat(ids(done)).containsExactly("a");
      assertThat(done.failure()).isSameAs(failure);
      assertThat(after.outcomes()).isEmpty();
      assertThat(after.failure()).isInstanceOf(CancellationException.class);
      assertThat(PageWorkers.worse(after.failure(), failure)).isSameAs(failure);
      assertThat(PageWorkers.worse(failure, new CancellationException())).isSameAs(failure);
    }
  }

  @Test
  void aPageIsWholeAlthoughTheNextOneHasFailedMeanwhile() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch failed = new CountDownLatch(1);
    try (PageWorkers workers = workers(2)) {
      PageWorkers.Work page = begin(workers, List.of("a"), id -> {
        begun.countDown();
        await(failed);
        return outcome(id);
      });
      await(begun);
      PageWorkers.Work next = begin(workers, List.of("b", "c"), id -> {
        failed.countDown();
        throw failure;
      });

      PageWorkers.Done done = page.done();

      assertThat(ids(done)).containsExactly("a");
      assertThat(done.failure()).isNull();
      assertThat(next.done().failure()).isSameAs(failure);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
