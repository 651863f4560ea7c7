package io.syncjobs.client.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.FaultyServer;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.error.TokenException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How tokens are got and remembered. */
class ClientCredentialsTest {

  private final FaultyServer issuer = new FaultyServer();
  private final SetClock clock = new SetClock();
  private final ClientCredentials credentials = new ClientCredentials(
      URI.create(issuer.origin() + "/t/oauth2/v2.0/token"),
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
  void theGrantIsSentAsAForm() {
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
  void aTokenIsUsedUntilShortlyBeforeItsEnd() {
    issuer.answer(200, token("a")).answer(200, token("b"));

    assertThat(credentials.token().join()).isEqualTo("a");
    clock.now = clock.now.plus(Duration.ofMinutes(53));
    assertThat(credentials.token().join()).isEqualTo("a");
    clock.now = clock.now.plus(Duration.ofMinutes(2));
    assertThat(credentials.token().join()).isEqualTo("b");
    assertThat(issuer.requests()).hasSize(2);
  }

  @Test
  void manyAtOnceShareARequest() {
    issuer.answer(200, token("a"));

    List<CompletableFuture<String>> all =
        IntStream.range(0, 20).mapToObj(i -> credentials.token()).toList();

    assertThat(all).allSatisfy(future -> assertThat(future.join()).isEqualTo("a"));
    assertThat(issuer.requests()).hasSize(1);
  }

  @Test
  void refusalsAreToldWithoutTheSecretAndNotRemembered() {
    issuer
        .answer(401, "{\"error\":\"invalid_client\",\"error_description\":\"No.\"}")
        .answer(200, "<html></html>")
        .answer(200, "{}")
        .hangUp()
        .answer(200, token("a"));

    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(() -> credentials.token().join())
          .cause()
          .isInstanceOf(TokenException.class)
          .hasMessageContaining(issuer.origin())
          .satisfies(e -> assertThat(e.toString()).doesNotContain("s&cret", "s%26cret"));
    }
    assertThat(credentials.token().join()).isEqualTo("a");
  }

  @Test
  void aCallWithoutATokenIsNotMade() {
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
