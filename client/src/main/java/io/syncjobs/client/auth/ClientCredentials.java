package io.syncjobs.client.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.client.error.TokenException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gets tokens for an application by its id and secret (RFC 6749 section 4.4), and a new one before
 * the old one expires. Callers who need a token at the same time share one request. Safe for use by
 * many threads.
 */
public final class ClientCredentials implements TokenProvider {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final long DEFAULT_LIFETIME_SECONDS = 300;
  private static final JsonMapper JSON = JsonMapper.shared();

  private record Token(String value, Instant useUntil) {}

  private final URI tokenUrl;
  private final String form;
  private final HttpClient http;
  private final Clock clock;
  private @Nullable CompletableFuture<Token> latest;

  /**
   * @param tokenUrl the issuer's token endpoint, such as {@code
   *     http://localhost:8080/common/oauth2/v2.0/token}
   * @param scope what the token is for; Entra wants the service's address followed by {@code
   *     /.default}
   */
  public ClientCredentials(URI tokenUrl, String clientId, String clientSecret, String scope) {
    this(
        tokenUrl,
        clientId,
        clientSecret,
        scope,
        HttpClient.newBuilder().connectTimeout(TIMEOUT).build(),
        Clock.systemUTC());
  }

  ClientCredentials(
      URI tokenUrl,
      String clientId,
      String clientSecret,
      String scope,
      HttpClient http,
      Clock clock) {
    this.tokenUrl = tokenUrl;
    this.http = http;
    this.clock = clock;
    form = Map.of(
            "grant_type", "client_credentials",
            "client_id", clientId,
            "client_secret", clientSecret,
            "scope", scope)
        .entrySet()
        .stream()
        .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  @Override
  public CompletableFuture<String> token() {
    return current().thenApply(Token::value);
  }

  private synchronized CompletableFuture<Token> current() {
    if (latest == null || (latest.isDone() && isSpent(latest))) {
      latest = request();
    }
    return latest;
  }

  private boolean isSpent(CompletableFuture<Token> done) {
    return done.isCompletedExceptionally()
        || !clock.instant().isBefore(done.join().useUntil());
  }

  private CompletableFuture<Token> request() {
    HttpRequest request = HttpRequest.newBuilder(tokenUrl)
        .timeout(TIMEOUT)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(form))
        .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
        .handle((response, failure) -> {
          if (failure != null) {
            throw new TokenException(
                "The issuer of tokens at " + tokenUrl + " doesn't answer", failure);
          }
          return read(response);
        });
  }

  private Token read(HttpResponse<byte[]> response) {
    JsonNode answer;
    try {
      answer = JSON.readTree(response.body());
    } catch (JacksonException e) {
      throw refused(response.statusCode(), "an answer that isn't JSON");
    }
    String value = answer.path("access_token").asString("");
    if (response.statusCode() != 200 || value.isEmpty()) {
      throw refused(
          response.statusCode(),
          answer.path("error").asString("no token")
              + ": "
              + answer.path("error_description").asString(""));
    }
    long seconds = answer.path("expires_in").asLong(DEFAULT_LIFETIME_SECONDS);
    // A tenth of the life is left for the call itself and for clocks that differ.
    return new Token(
        value, clock.instant().plus(Duration.ofSeconds(seconds).multipliedBy(9).dividedBy(10)));
  }

  private TokenException refused(int status, String why) {
    return new TokenException(
        "The issuer of tokens at " + tokenUrl + " answered with status " + status + " and " + why,
        null);
  }
}
