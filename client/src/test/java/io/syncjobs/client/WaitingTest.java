package io.syncjobs.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.syncjobs.client.auth.TokenProvider;
import io.syncjobs.client.error.ConnectionException;
import io.syncjobs.client.error.NotFoundException;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationStatusCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Failures of futures, interruption and waiting for jobs. */
class WaitingTest extends WithFaultyServer {

  @Test
  void futuresFailWithTheSameException() {
    server.answer(404, ERROR.formatted("jobNotFound"));

    assertThatThrownBy(() -> jobs.getAsync("1").join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(NotFoundException.class);
  }

  @Test
  void anInterruptedThreadSendsNothing() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> jobs.get("1")).isInstanceOf(ConnectionException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void waitsForAJob() {
    server
        .answer(200, JOB)
        .answer(200, "{\"id\":\"1\",\"status\":{\"code\":\"Active\"}}")
        // A quick machine reads twice within the limit, at its beginning and at its end.
        .answer(200, JOB)
        .answer(200, JOB)
        .answer(200, JOB);
    Predicate<SynchronizationJob> active = job -> job.getStatus() != null
        && job.getStatus().getCode().equals(SynchronizationStatusCode.ACTIVE);

    assertThat(jobs.waitUntil("1", active, Duration.ofSeconds(5)).value().getId())
        .isEqualTo("1");
    assertThat(server.requests()).hasSize(2);
    assertThatThrownBy(() -> jobs.waitUntil("1", active, Duration.ofMillis(20)))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("within PT0.02S");
    assertThat(server.requests()).hasSizeBetween(3, 5);
  }

  @Test
  void cancellationStopsWaiting() throws Exception {
    server.answer(200, JOB).answer(200, JOB).answer(200, JOB).answer(200, JOB);
    AtomicReference<@Nullable Future<?>> waiting = new AtomicReference<>();
    // The first answer may come before there is anything to cancel.
    Predicate<SynchronizationJob> cancelling = job -> {
      Future<?> running = waiting.get();
      return running != null && !running.cancel(true);
    };
    waiting.set(jobs.waitUntilAsync("1", cancelling, Duration.ofMinutes(1)));
    Thread.sleep(300); // Longer than several pauses.

    assertThat(server.requests()).hasSizeBetween(1, 2);
  }

  @Test
  void failuresShowTheCaller() {
    server.answer(404, ERROR.formatted("jobNotFound"));

    assertThatThrownBy(() -> jobs.get("1"))
        .satisfies(e -> assertThat(callers(e)).contains("failuresShowTheCaller"));
  }

  @Test
  void failuresOfOtherThreadsShowTheCaller() {
    server.answer(404, ERROR.formatted("jobNotFound"));

    // The caller's own thread makes the failure if the answer comes early.
    assertThatThrownBy(() -> jobs.waitUntil("1", job -> true, Duration.ofSeconds(5)))
        .satisfies(e -> assertThat(callers(e)).contains("failuresOfOtherThreadsShowTheCaller"));
  }

  private static List<String> callers(Throwable thrown) {
    return Stream.concat(Stream.of(thrown), Stream.of(thrown.getSuppressed()))
        .flatMap(each -> Stream.of(each.getStackTrace()))
        .map(StackTraceElement::getMethodName)
        .toList();
  }

  @Test
  void interruptionEndsACallThatWaitsForItsAnswer() throws Exception {
    server.stall();

    assertThat(interrupted(() -> !server.requests().isEmpty(), () -> jobs.get("1")))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("Interrupted");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void interruptionEndsACallThatWaitsForItsNextAttempt() throws Exception {
    server.answer(429, "", "Retry-After", "30");

    assertThat(interrupted(() -> !server.requests().isEmpty(), () -> jobs.get("1")))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("Interrupted");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void interruptionEndsACallThatWaitsForItsToken() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    TokenProvider silent = () -> {
      asked.countDown();
      return new CompletableFuture<>();
    };
    Jobs waiting = client().tokenProvider(silent).build().application("a").jobs();

    assertThat(interrupted(() -> asked.getCount() == 0, () -> waiting.get("1")))
        .isInstanceOf(ConnectionException.class);
    assertThat(server.requests()).isEmpty();
  }

  /** Makes a call in another thread, interrupts that once it waits, and returns what the call threw. */
  private static Throwable interrupted(BooleanSupplier waits, Callable<?> call) throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread caller = new Thread(() -> {
      Throwable failure = catchThrowable(call::call);
      thrown.complete(
          Thread.currentThread().isInterrupted()
              ? failure
              : new AssertionError("The interrupt status is not set", failure));
    });
    caller.start();
    while (!waits.getAsBoolean()) {
      Thread.sleep(10);
    }
    Thread.sleep(100);
    caller.interrupt();
    return thrown.get(10, TimeUnit.SECONDS);
  }

  @Test
  void thePagesOfASynchronousListCanBeFetchedAsynchronously() {
    server
        .answer(
            200,
            "{\"@odata.context\":\"x\",\"@odata.nextLink\":\"%s/next\",\"value\":[{\"id\":\"1\"}]}"
                .formatted(server.origin()))
        .stall();
    Jobs hasty = client()
        .timeout(Duration.ofSeconds(5))
        .attempts(1)
        .build()
        .application("a")
        .jobs();
    Page<SynchronizationJob> first = hasty.list();

    CompletableFuture<Page<SynchronizationJob>> second = first.nextAsync().orElseThrow();

    assertThat(second).isNotDone();
    second.cancel(true);
  }
}
