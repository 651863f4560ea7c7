package io.syncjobs.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.error.ConnectionException;
import io.syncjobs.client.error.NotFoundException;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationStatusCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
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
        .answer(200, JOB);
    Predicate<SynchronizationJob> active = job -> job.getStatus() != null
        && job.getStatus().getCode().equals(SynchronizationStatusCode.ACTIVE);

    assertThat(jobs.waitUntil("1", active, Duration.ofSeconds(5)).value().getId())
        .isEqualTo("1");
    assertThat(server.requests()).hasSize(2);
    assertThatThrownBy(() -> jobs.waitUntil("1", active, Duration.ofMillis(20)))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("within PT0.02S");
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void cancellationStopsWaiting() throws Exception {
    server.answer(200, JOB).answer(200, JOB);
    CompletableFuture<Future<?>> waiting = new CompletableFuture<>();
    Predicate<SynchronizationJob> cancelling = job -> !waiting.join().cancel(true);
    waiting.complete(jobs.waitUntilAsync("1", cancelling, Duration.ofMinutes(1)));
    Thread.sleep(300); // Longer than several pauses.

    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void failuresShowTheCaller() {
    server.answer(404, ERROR.formatted("jobNotFound"));

    assertThatThrownBy(() -> jobs.get("1"))
        .satisfies(e -> assertThat(e.getSuppressed()[0].getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals("failuresShowTheCaller")));
  }
}
