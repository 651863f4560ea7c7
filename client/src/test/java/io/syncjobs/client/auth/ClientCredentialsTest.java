package io.syncjobs.client.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.FaultyServer;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.error.TokenException;
import io.syncjobs.client.error.UnauthorizedException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests, caching and renewal of tokens. */
class ClientCredentialsTest {

  private final FaultyServer issuer = new FaultyServer();
  private final SetClock clock = new SetClock();
  private final ClientCredentials credentials = new ClientCredentials(
      issuer.origin() + "/t/oauth2/v2.0/token",
      "the id",
      "s&cret",
      "https://graph.microsoft.com/.default",
      HttpClient.newHttpClient(),
      clock);

  private static String token(String value) {
    return "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"" + value + "\"}";
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void sendsTheGrantAsAForm() {
    issuer.answer(200, token("a"));

    assertThat(credentials.token().join()).isEqualTo("a");

    FaultyServer.Request request = issuer.requests().get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.target()).isEqualTo("/t/oauth2/v2.0/token");
    assertThat(request.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(request.body().split("&"))
        .containsExactlyInAnyOrder(
            "grant_type=client_credentials",
            "client_id=the+id",
            "client_secret=s%26cret",
            "scope=https%3A%2F%2Fgraph.microsoft.com%2F.default");
  }

  @Test
  void usesATokenForMostOfItsLifetime() {
    issuer.answer(200, token("a")).answer(200, token("b"));

    assertThat(credentials.token().join()).isEqualTo("a");
    clock.now = clock.now.plus(Duration.ofMinutes(53));
    assertThat(credentials.token().join()).isEqualTo("a");
    clock.now = clock.now.plus(Duration.ofMinutes(2));
    assertThat(credentials.token().join()).isEqualTo("b");
    assertThat(issuer.requests()).hasSize(2);
  }

  @Test
  void concurrentCallersShareARequest() throws Exception {
    issuer.answer(200, token("a"));
    ExecutorService threads = Executors.newFixedThreadPool(16);
    CyclicBarrier together = new CyclicBarrier(16);

    List<Future<String>> all = threads.invokeAll(Collections.nCopies(16, () -> {
      together.await();
      return credentials.token().join();
    }));

    for (Future<String> one : all) {
      assertThat(one.get()).isEqualTo("a");
    }
    threads.shutdown();
    assertThat(issuer.requests()).hasSize(1);
  }

  @Test
  void aCallerCannotCancelTheRequestOfOthers() {
    issuer.answer(200, token("a"));

    credentials.token().cancel(true);

    assertThat(credentials.token().join()).isEqualTo("a");
    assertThat(issuer.requests()).hasSize(1);
  }

  @Test
  void failuresHideTheSecretAndAreNotCached() {
    issuer
        .answer(401, "{\"error\":\"invalid_client\",\"error_description\":\"No.\"}")
        .answer(200, "<html></html>")
        .answer(200, "{}")
        .answer(200, token("a"));

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> credentials.token().join())
          .cause()
          .isInstanceOf(TokenException.class)
          .hasMessageContaining(issuer.origin())
          .satisfies(e -> assertThat(e.toString()).doesNotContain("s&cret", "s%26cret"));
    }
    assertThat(credentials.token().join()).isEqualTo("a");
  }

  @Test
  void retriesTransientFailures() {
    issuer.answer(503, "", "Retry-After", "0").hangUp().answer(200, token("a"));

    assertThat(credentials.token().join()).isEqualTo("a");
    assertThat(issuer.requests()).hasSize(3);
  }

  @Test
  void acceptsExtremeLifetimes() {
    issuer
        .answer(200, "{\"expires_in\":9223372036854775807,\"access_token\":\"a\"}")
        .answer(200, "{\"expires_in\":-5,\"access_token\":\"b\"}")
        .answer(200, token("c"));

    assertThat(credentials.token().join()).isEqualTo("a");
    assertThat(credentials.refused("a")).isTrue();
    assertThat(credentials.token().join()).isEqualTo("b");
    assertThat(credentials.token().join()).isEqualTo("c");
  }

  @Test
  void replacesARefusedTokenOnce() {
    issuer
        .answer(200, token("a"))
        .answer(401, "")
        .answer(200, token("b"))
        .answer(200, "{\"id\":\"1\"}")
        .answer(401, "")
        .answer(200, token("c"))
        .answer(401, "");
    SynchronizationClient client = SynchronizationClient.builder()
        .baseUrl(issuer.origin())
        .tokenProvider(credentials)
        .build();

    assertThat(client.application("x").jobs().get("1").value().getId()).isEqualTo("1");
    assertThatThrownBy(() -> client.application("x").jobs().get("1"))
        .isInstanceOf(UnauthorizedException.class);
    assertThat(issuer.requests().stream().map(r -> r.header("Authorization")))
        .containsExactly(null, "Bearer a", null, "Bearer b", "Bearer b", null, "Bearer c");
  }

  @Test
  void refusesRedirectsAndOtherSchemes() {
    HttpClient following =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    assertThatThrownBy(() -> new ClientCredentials("http://h/t", "i", "s", "x", following))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ClientCredentials("file:/t", "i", "s", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sendsNoCallWithoutAToken() {
    issuer.answer(401, "{\"error\":\"invalid_client\",\"error_description\":\"No.\"}");
    SynchronizationClient client = SynchronizationClient.builder()
        .baseUrl(issuer.origin())
        .tokenProvider(credentials)
        .build();

    assertThatThrownBy(() -> client.application("a").jobs().get("b"))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("invalid_client: No.");
    assertThat(issuer.requests()).hasSize(1);
  }

  private static final class SetClock extends Clock {
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
