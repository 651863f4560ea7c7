package io.syncjobs.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.error.ConnectionException;
import io.syncjobs.client.error.ServerErrorException;
import io.syncjobs.client.error.SynchronizationException;
import io.syncjobs.client.error.TooManyRequestsException;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationJobCreate;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Retries, pauses and time-outs of calls. Runs alone, since some time-outs are short. */
@Isolated
class RetriesTest extends WithFaultyServer {

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void retriesWhenOverloaded(int status) {
    server
        .answer(status, ERROR.formatted("TooManyRequests"), "Retry-After", "0.01")
        .answer(status, "busy", "Retry-After", "Mon, 01 Jan 2024 00:00:00 GMT")
        .answer(204, "");

    jobs.delete("1");

    assertThat(server.requests()).hasSize(3);
    assertThat(
            server.requests().stream().map(r -> r.header("client-request-id")).distinct())
        .hasSize(1);
  }

  @Test
  void givesUpAfterTheLastAttemptOrAtALongRetryAfter() {
    for (int i = 0; i < 3; i++) {
      server.answer(429, ERROR.formatted("TooManyRequests"), "Retry-After", "0");
    }
    assertThatThrownBy(() -> jobs.get("1")).isInstanceOf(TooManyRequestsException.class);
    assertThat(server.requests()).hasSize(3);

    server.answer(503, "", "Retry-After", "3600");
    assertThatThrownBy(() -> jobs.get("1"))
        .isInstanceOfSatisfying(
            ServerErrorException.class,
            e -> assertThat(e.retryAfter()).contains(Duration.ofHours(1)));
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void retriesReadsAfterLostConnections() {
    // The JDK's client repeats a GET once by itself, hence two lost connections.
    server.hangUp().hangUp().answer(200, JOB);

    assertThat(jobs.get("1").value().getId()).isEqualTo("scim.1");
  }

  @Test
  void waitsForRetryAfter() {
    server.answer(429, "", "Retry-After", "1").answer(200, JOB);
    long before = System.nanoTime();

    jobs.get("1");

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(950));
  }

  @Test
  void retriesWhenTheConnectionWasRefused() throws Exception {
    int port = URI.create(server.origin()).getPort();
    server.close();
    CompletableFuture<Void> deletion = jobs.deleteAsync("1");
    Thread.sleep(100);
    try (FaultyServer late = new FaultyServer(port)) {
      late.answer(204, "");
      deletion.join();
      assertThat(late.requests()).hasSize(1);
    }
  }

  @Test
  void timeoutCoversTheBody() {
    server.stall().stall().answer(200, JOB);
    Jobs hasty =
        client().timeout(Duration.ofMillis(300)).build().application("a").jobs();

    assertThat(hasty.get("1").value().getId()).isEqualTo("scim.1");
    server.stall();
    assertThatThrownBy(() -> hasty.delete("1"))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("PT0.3S");
  }

  @Test
  void timeoutCoversTheToken() {
    Jobs hasty = client()
        .tokenProvider(CompletableFuture::new)
        .timeout(Duration.ofMillis(100))
        .attempts(1)
        .build()
        .application("a")
        .jobs();

    assertThatThrownBy(() -> hasty.get("1")).isInstanceOf(SynchronizationException.class);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void cancellationStopsRetries() throws Exception {
    server.answer(429, "", "Retry-After", "0.3").answer(201, JOB);
    CompletableFuture<Versioned<SynchronizationJob>> creation =
        jobs.createAsync(new SynchronizationJobCreate().templateId("scim"));
    while (server.requests().isEmpty()) {
      Thread.sleep(10);
    }
    creation.cancel(true);
    Thread.sleep(600);

    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void retriesCreatesWithTheSameRepeatabilityHeaders() {
    server.hangUp().answer(503, "", "Retry-After", "0").answer(201, JOB);

    jobs.create(new SynchronizationJobCreate().templateId("scim"));

    assertThat(server.requests()).hasSize(3);
    for (String header :
        new String[] {"Repeatability-Request-ID", "Repeatability-First-Sent", "client-request-id"
        }) {
      assertThat(server.requests().stream().map(r -> r.header(header)).distinct())
          .hasSize(1)
          .doesNotContainNull();
    }
  }

  @Test
  void doesNotRetryCallsThatAreNotRepeatable() {
    server.hangUp().answer(204, "");

    assertThatThrownBy(() -> jobs.delete("1")).isInstanceOf(ConnectionException.class);
    // The JDK's client repeats a DELETE only on a connection that was closed while idle; this one
    // is new.
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void failsWhereNobodyListens() {
    server.close();

    assertThatThrownBy(() -> jobs.delete("1")).isInstanceOf(ConnectionException.class);
  }
}
