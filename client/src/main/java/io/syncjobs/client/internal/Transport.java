package io.syncjobs.client.internal;

import io.syncjobs.client.auth.TokenProvider;
import io.syncjobs.client.error.ConnectionException;
import io.syncjobs.client.error.ServiceException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one way by which calls travel: address, token, ids, body, retries, answer or error. Immutable
 * and safe for use by many threads.
 */
public final class Transport {

  /** The root that the generated calls are written for. */
  private static final String GENERATED_ROOT = "/applications/";

  private final URI baseUrl;
  private final String root;
  private final TokenProvider tokens;
  private final HttpClient http;
  private final Duration timeout;
  private final Retries retries;
  private final JsonMapper json;

  /**
   * @param baseUrl where the contract's paths begin, with the version and without a slash at the
   *     end
   * @param timeout how long one attempt may take
   */
  public Transport(
      URI baseUrl, TokenProvider tokens, HttpClient http, Duration timeout, int attempts) {
    this(baseUrl, GENERATED_ROOT, tokens, http, timeout, new Retries(attempts), Json.mapper());
  }

  private Transport(
      URI baseUrl,
      String root,
      TokenProvider tokens,
      HttpClient http,
      Duration timeout,
      Retries retries,
      JsonMapper json) {
    this.baseUrl = baseUrl;
    this.root = root;
    this.tokens = tokens;
    this.http = http;
    this.timeout = timeout;
    this.retries = retries;
    this.json = json;
  }

  /**
   * The same, with calls led to another of the contract's roots, such as {@code servicePrincipals}.
   */
  public Transport under(String otherRoot) {
    return new Transport(baseUrl, "/" + otherRoot + "/", tokens, http, timeout, retries, json);
  }

  /**
   * Makes a call.
   *
   * @param type what the body of the answer is read as; {@link Void} if there is none
   * @return fails with a {@link io.syncjobs.client.error.SynchronizationException}
   */
  public <T> CompletableFuture<Reply<T>> send(Call call, Class<T> type) {
    String target = call.target();
    String path = target.startsWith(GENERATED_ROOT)
        ? root + target.substring(GENERATED_ROOT.length())
        : target;
    return send(URI.create(baseUrl + path), call, type);
  }

  /**
   * Follows a link of an answer.
   *
   * @return fails with a {@link io.syncjobs.client.error.SynchronizationException}, also if the
   *     link leads to another server
   */
  public <T> CompletableFuture<Reply<T>> follow(URI link, Class<T> type) {
    URI target = baseUrl.resolve(link);
    if (!origin(target).equals(origin(baseUrl))) {
      return CompletableFuture.failedFuture(new ConnectionException(
          "The answer links to "
              + origin(target)
              + ", which isn't the server that was asked; the token isn't sent there",
          null));
    }
    return send(target, new Call("GET", ""), type);
  }

  private <T> CompletableFuture<Reply<T>> send(URI target, Call call, Class<T> type) {
    if (!call.headers().containsKey("client-request-id")) {
      call.header("client-request-id", UUID.randomUUID().toString());
    }
    byte[] body = call.body() == null ? null : json.writeValueAsBytes(call.body());
    return retries.run(call.repeatable(), () -> attempt(target, call, body, type));
  }

  private <T> CompletableFuture<Reply<T>> attempt(
      URI target, Call call, byte @Nullable [] body, Class<T> type) {
    return tokens
        .token()
        .thenCompose(token -> http.sendAsync(request(target, call, body, token), bytes()))
        .thenApply(response -> read(response, type));
  }

  private HttpRequest request(URI target, Call call, byte @Nullable [] body, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(target)
        .timeout(timeout)
        .header("Authorization", "Bearer " + token)
        .header("Accept", call.accept());
    call.headers().forEach(request::header);
    if (body == null) {
      return request.method(call.method(), HttpRequest.BodyPublishers.noBody()).build();
    }
    return request
        .header("Content-Type", "application/json")
        .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  private <T> Reply<T> read(HttpResponse<byte[]> response, Class<T> type) {
    if (response.statusCode() < 200 || response.statusCode() > 299) {
      throw ServiceException.of(response, json);
    }
    if (type == Void.class) {
      return new Reply<>(response.headers(), null);
    }
    try {
      return new Reply<>(response.headers(), json.readValue(response.body(), type));
    } catch (JacksonException e) {
      throw new ConnectionException(
          "The answer of "
              + origin(response.uri())
              + " with status "
              + response.statusCode()
              + " is not what the contract says: "
              + e.getOriginalMessage(),
          e);
    }
  }

  private static HttpResponse.BodyHandler<byte[]> bytes() {
    return HttpResponse.BodyHandlers.ofByteArray();
  }

  private static String origin(URI uri) {
    int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    return uri.getScheme() + "://" + uri.getHost() + ":" + port;
  }
}
