package io.syncjobs.client.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.client.error.ServiceException;
import io.syncjobs.client.error.TokenException;
import io.syncjobs.client.internal.Attempts;
import io.syncjobs.client.internal.HttpClients;
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
 * Gets tokens for an application by its id and secret (RFC 6749 section 4.4), and a new one before the old one expires or when the server
 * doesn't take it. Callers who need a token at the same time share one request, which is tried up to 3 times, 30 seconds each. Safe for
 * use by many threads.
 */
public final class ClientCredentials implements TokenProvider {

  private static final Attempts.Limits LIMITS = new Attempts.Limits(3, Duration.ofSeconds(30));
  private static final long DEFAULT_LIFETIME_SECONDS = 300;
  private static final long LONGEST_LIFETIME_SECONDS = 86_400;
  private static final JsonMapper JSON = JsonMapper.shared();

  private record Token(String value, Instant useUntil) {}

  private final URI tokenUrl;
  private final String form;
  private final HttpClient http;
  private final Clock clock;
  private @Nullable CompletableFuture<Token> latest;

  /**
   * Credentials for an issuer that is reached directly.
   *
   * @param tokenUrl the issuer's token endpoint, such as {@code http://localhost:8080/common/oauth2/v2.0/token}
   * @param scope what the token is for; Entra wants the service's address followed by {@code /.default}
   * @throws IllegalArgumentException if the URL isn't an absolute one of http or https
   */
  public ClientCredentials(String tokenUrl, String clientId, String clientSecret, String scope) {
    this(tokenUrl, clientId, clientSecret, scope, HttpClients.create());
  }

  /**
   * Credentials for an issuer that is reached by a proxy or has a certificate of one's own.
   *
   * @param http may not follow redirects, which would carry the secret elsewhere
   * @throws IllegalArgumentException if the URL isn't an absolute one of http or https, or the client follows redirects
   */
  public ClientCredentials(
      String tokenUrl, String clientId, String clientSecret, String scope, HttpClient http) {
    this(tokenUrl, clientId, clientSecret, scope, http, Clock.systemUTC());
  }

  ClientCredentials(
      String tokenUrl,
      String clientId,
      String clientSecret,
      String scope,
      HttpClient http,
      Clock clock) {
    this.tokenUrl = HttpClients.url(tokenUrl);
    this.http = HttpClients.withoutRedirects(http);
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

  @Override
  public synchronized boolean refused(String token) {
    if (latest != null
        && latest.isDone()
        && !latest.isCompletedExceptionally()
        && latest.join().value().equals(token)) {
      latest = null;
    }
    return true;
  }

  private synchronized CompletableFuture<Token> current() {
    if (latest == null || (latest.isDone() && isSpent(latest))) {
      // Those who share it get copies, so that none of them cancels it for the others.
      latest = request();
    }
    return latest.copy();
  }

  private boolean isSpent(CompletableFuture<Token> done) {
    return done.isCompletedExceptionally()
        || !clock.instant().isBefore(done.join().useUntil());
  }

  private CompletableFuture<Token> request() {
    HttpRequest request = HttpRequest.newBuilder(tokenUrl)
        .timeout(LIMITS.timeout())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(form))
        .build();
    CompletableFuture<Token> token = new CompletableFuture<>();
    CompletableFuture<Token> unused = Attempts.start(
            LIMITS,
            true,
            () -> http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(this::read))
        .whenComplete((got, thrown) -> {
          if (thrown == null) {
            token.complete(got);
          } else {
            token.completeExceptionally(
                thrown instanceof TokenException
                    ? thrown
                    : new TokenException(
                        "The issuer of tokens at " + tokenUrl + " doesn't answer as it should",
                        thrown));
          }
        });
    return token;
  }

  private Token read(HttpResponse<byte[]> response) {
    if (response.statusCode() == 429 || response.statusCode() == 503) {
      throw ServiceException.of(response);
    }
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
    Duration lifetime =
        Duration.ofSeconds(Math.max(0, Math.min(seconds, LONGEST_LIFETIME_SECONDS)));
    // A tenth of the life is left for the call itself and for clocks that differ.
    return new Token(value, clock.instant().plus(lifetime.multipliedBy(9).dividedBy(10)));
  }

  private TokenException refused(int status, String why) {
    return new TokenException(
        "The issuer of tokens at " + tokenUrl + " answered with status " + status + " and " + why,
        null);
  }
}
