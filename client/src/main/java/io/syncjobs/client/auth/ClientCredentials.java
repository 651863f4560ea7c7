package io.syncjobs.client.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.client.error.ServiceException;
import io.syncjobs.client.error.TokenException;
import io.syncjobs.client.internal.Attempts;
import io.syncjobs.client.internal.HttpClients;
import io.syncjobs.client.internal.RetryPolicy;
import io.syncjobs.client.internal.json.JsonReader;
import java.math.BigDecimal;
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

/**
 * Requests tokens with an application's id and secret, the client credentials grant of OAuth 2.0 (RFC 6749 section 4.4). A token is used for nine
 * tenths of its lifetime, or until the server refuses it. Callers that need a token at the same time share one request, which is
 * tried up to 3 times of 30 seconds each. Thread-safe.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow">Entra's client credentials flow</a>
 */
public final class ClientCredentials implements TokenProvider {

  private static final RetryPolicy RETRIES = new RetryPolicy(3, Duration.ofSeconds(30));
  private static final long DEFAULT_LIFETIME_SECONDS = 300;
  private static final long LONGEST_LIFETIME_SECONDS = 86_400;

  private record Token(String value, Instant useUntil) {}

  private final URI tokenUrl;
  private final String form;
  private final HttpClient http;
  private final Clock clock;
  private @Nullable CompletableFuture<Token> latest;

  /**
   * Creates credentials for an issuer that is reached directly.
   *
   * @param tokenUrl token endpoint of the issuer, such as {@code http://localhost:8080/common/oauth2/v2.0/token}
   * @param scope scope of the token; Entra expects the address of the service followed by {@code /.default}
   * @throws IllegalArgumentException if the URL isn't an absolute http or https URL
   */
  public ClientCredentials(String tokenUrl, String clientId, String clientSecret, String scope) {
    this(tokenUrl, clientId, clientSecret, scope, HttpClients.create(HttpClients.url(tokenUrl)));
  }

  /**
   * Creates credentials for an issuer behind a proxy or with an own certificate.
   *
   * @param http HTTP client that doesn't follow redirects, as these would send the secret to another server
   * @throws IllegalArgumentException if the URL isn't an absolute http or https URL, or the HTTP client follows redirects
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
    if (latest == null || (latest.isDone() && isUsedUp(latest))) {
      // Callers get copies, so that none of them can cancel the request of the others.
      latest = request();
    }
    return latest.copy();
  }

  private boolean isUsedUp(CompletableFuture<Token> done) {
    return done.isCompletedExceptionally()
        || !clock.instant().isBefore(done.join().useUntil());
  }

  private CompletableFuture<Token> request() {
    HttpRequest request = HttpRequest.newBuilder(tokenUrl)
        .timeout(RETRIES.timeout())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(form))
        .build();
    CompletableFuture<Token> token = new CompletableFuture<>();
    CompletableFuture<Token> unused = Attempts.start(
            RETRIES,
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
                        "The token endpoint " + tokenUrl + " didn't answer as expected", thrown));
          }
        });
    return token;
  }

  private Token read(HttpResponse<byte[]> response) {
    if (response.statusCode() == 429 || response.statusCode() == 503) {
      throw ServiceException.of(response);
    }
    Map<?, ?> answer;
    try {
      answer = JsonReader.read(response.body(), Object.class) instanceof Map<?, ?> members
          ? members
          : Map.of();
    } catch (JacksonException e) {
      throw refused(response.statusCode(), "an answer that isn't JSON");
    }
    String value = text(answer, "access_token", "");
    if (response.statusCode() != 200 || value.isEmpty()) {
      throw refused(
          response.statusCode(),
          text(answer, "error", "no token") + ": " + text(answer, "error_description", ""));
    }
    long seconds = seconds(answer.get("expires_in"));
    Duration lifetime =
        Duration.ofSeconds(Math.max(0, Math.min(seconds, LONGEST_LIFETIME_SECONDS)));
    // The last tenth of the lifetime covers the call itself and clocks that differ.
    return new Token(value, clock.instant().plus(lifetime.multipliedBy(9).dividedBy(10)));
  }

  private static String text(Map<?, ?> members, String name, String absent) {
    return members.get(name) instanceof String text ? text : absent;
  }

  /** Reads a lifetime, which some issuers send as a string. */
  private static long seconds(@Nullable Object lifetime) {
    try {
      return lifetime == null
          ? DEFAULT_LIFETIME_SECONDS
          : new BigDecimal(lifetime.toString()).longValue();
    } catch (NumberFormatException e) {
      return DEFAULT_LIFETIME_SECONDS;
    }
  }

  private TokenException refused(int status, String why) {
    return new TokenException(
        "The token endpoint " + tokenUrl + " answered with status " + status + " and " + why, null);
  }
}
