package io.syncjobs.client.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.client.auth.TokenProvider;
import io.syncjobs.client.error.ConnectionException;
import io.syncjobs.client.error.ServiceException;
import io.syncjobs.client.error.SynchronizationException;
import io.syncjobs.client.error.TokenException;
import io.syncjobs.client.internal.json.JsonReader;
import io.syncjobs.client.internal.json.JsonWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Sends calls: resolves the address, adds token and request id, writes the body, retries, and reads the answer. Immutable and thread-safe. */
public final class Transport {

  /** Root of the paths that the generated classes use. */
  private static final String GENERATED_ROOT = "/applications/";

  private final URI baseUrl;
  private final String root;
  private final TokenProvider tokens;
  private final HttpClient http;
  private final RetryPolicy policy;
  private final Watchdog watchdog;
  private final boolean blocking;

  /**
   * Creates a transport.
   *
   * @param baseUrl prefix of the contract's paths, with the version and without a slash at its end
   * @param timeout maximum time of one attempt
   * @param attempts maximum number of attempts, the first one included
   */
  public Transport(
      URI baseUrl, TokenProvider tokens, HttpClient http, Duration timeout, int attempts) {
    this(
        baseUrl,
        GENERATED_ROOT,
        tokens,
        http,
        new RetryPolicy(attempts, timeout),
        new Watchdog(timeout),
        false);
  }

  private Transport(
      URI baseUrl,
      String root,
      TokenProvider tokens,
      HttpClient http,
      RetryPolicy policy,
      Watchdog watchdog,
      boolean blocking) {
    this.baseUrl = baseUrl;
    this.root = root;
    this.tokens = tokens;
    this.http = http;
    this.policy = policy;
    this.watchdog = watchdog;
    this.blocking = blocking;
  }

  /** Returns a transport that sends calls to another root of the contract, such as {@code servicePrincipals}. */
  public Transport under(String otherRoot) {
    return new Transport(baseUrl, "/" + otherRoot + "/", tokens, http, policy, watchdog, blocking);
  }

  /**
   * Returns a transport of the given kind. A blocking one does everything in the calling thread, so its futures are complete when they are
   * returned; that spares the JDK's client a thread for each answer.
   */
  public Transport blocking(boolean wanted) {
    return wanted == blocking
        ? this
        : new Transport(baseUrl, root, tokens, http, policy, watchdog, wanted);
  }

  /** True if calls are sent and answered in the calling thread. */
  public boolean isBlocking() {
    return blocking;
  }

  /**
   * Sends a call.
   *
   * @param type model that the body of the answer is read as; {@link Void} if there is no body
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
   * Follows a link in an answer.
   *
   * @return fails with a {@link io.syncjobs.client.error.SynchronizationException}, also if the link leads to another server, which must not get
   *     the token
   */
  public <T> CompletableFuture<Reply<T>> follow(Reply<?> answer, String link, Class<T> type) {
    URI target;
    try {
      target = answer.uri().resolve(link);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(
          new ConnectionException("The answer has a link that is no URL: " + shortened(link), e));
    }
    if (!origin(target).equals(origin(baseUrl))) {
      return CompletableFuture.failedFuture(new ConnectionException(
          "The answer links to another server, " + origin(target) + "; nothing was sent there",
          null));
    }
    return send(target, new Call("GET", ""), type);
  }

  private <T> CompletableFuture<Reply<T>> send(URI target, Call call, Class<T> type) {
    if (!call.headers().containsKey("client-request-id")) {
      call.header("client-request-id", UUID.randomUUID().toString());
    }
    byte[] body = call.body() == null ? null : JsonWriter.write(call.body());
    Exchange exchange = new Exchange(target, call, body);
    if (blocking) {
      try {
        return CompletableFuture.completedFuture(Attempts.here(
            policy, call.repeatable(), () -> read(watchdog.limit(exchange::attemptHere), type)));
      } catch (SynchronizationException | IllegalArgumentException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
    return Attempts.start(
        policy,
        call.repeatable(),
        () -> exchange.attempt().thenApply(answer -> read(answer, type)));
  }

  /** Exchanges of one call. A token that the server refuses is replaced once, if the provider has another one. */
  private final class Exchange {
    private final URI target;
    private final Call call;
    private final byte @Nullable [] body;
    private volatile boolean tokenReplaced;
    private volatile boolean cancelled;
    private volatile @Nullable CompletableFuture<?> inFlight;

    Exchange(URI target, Call call, byte @Nullable [] body) {
      this.target = target;
      this.call = call;
      this.body = body;
    }

    /** Makes an attempt in the calling thread. */
    HttpResponse<byte[]> attemptHere()
        throws IOException, InterruptedException, ExecutionException {
      String token = token().get();
      HttpResponse<byte[]> answer = sendHere(token);
      if (answer.statusCode() == 401 && !tokenReplaced && tokens.refused(token)) {
        tokenReplaced = true;
        answer = sendHere(token().get());
      }
      return answer;
    }

    private HttpResponse<byte[]> sendHere(String token) throws IOException, InterruptedException {
      return http.send(
          request(target, call, body, token).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Starts an attempt. */
    CompletableFuture<HttpResponse<byte[]>> attempt() {
      cancelled = false;
      return Cancellable.following(token().thenCompose(this::send), this::cancel);
    }

    private void cancel() {
      cancelled = true;
      CompletableFuture<?> running = inFlight;
      if (running != null) {
        running.cancel(true);
      }
    }

    private CompletableFuture<HttpResponse<byte[]>> send(String token) {
      if (cancelled) {
        return CompletableFuture.failedFuture(new CancellationException());
      }
      CompletableFuture<HttpResponse<byte[]>> sent = http.sendAsync(
          request(target, call, body, token).timeout(policy.timeout()).build(),
          HttpResponse.BodyHandlers.ofByteArray());
      inFlight = sent;
      if (cancelled) {
        sent.cancel(true);
      }
      return sent.thenCompose(answer -> {
        if (answer.statusCode() == 401 && !tokenReplaced && tokens.refused(token)) {
          tokenReplaced = true;
          return token().thenCompose(this::send);
        }
        return CompletableFuture.completedFuture(answer);
      });
    }
  }

  private CompletableFuture<String> token() {
    return tokens.token().handle((token, thrown) -> {
      if (thrown != null) {
        throw RetryPolicy.unwrap(thrown) instanceof TokenException known
            ? known
            : new TokenException("The token provider failed", thrown);
      }
      // HttpRequest would quote an invalid header value, and so the token, in its exception.
      if (token == null || token.isEmpty() || !isPrintable(token)) {
        throw new TokenException(
            "The token provider returned no token, or one with characters other than printable ASCII",
            null);
      }
      return token;
    });
  }

  private static HttpRequest.Builder request(
      URI target, Call call, byte @Nullable [] body, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(target)
        .header("Authorization", "Bearer " + token)
        .header("Accept", call.accept());
    call.headers().forEach(request::header);
    if (body == null) {
      return request.method(call.method(), HttpRequest.BodyPublishers.noBody());
    }
    return request
        .header("Content-Type", call.contentType())
        .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(body));
  }

  private <T> Reply<T> read(HttpResponse<byte[]> response, Class<T> type) {
    if (response.statusCode() < 200 || response.statusCode() > 299) {
      throw ServiceException.of(response);
    }
    if (type == Void.class || response.statusCode() == 204) {
      return new Reply<>(response.uri(), response.headers(), null);
    }
    if (type == String.class) {
      return new Reply<>(
          response.uri(), response.headers(), type.cast(new String(response.body(), UTF_8)));
    }
    try {
      return new Reply<>(
          response.uri(), response.headers(), JsonReader.read(response.body(), type));
    } catch (JacksonException e) {
      throw new ConnectionException(
          "The answer of "
              + origin(response.uri())
              + " with status "
              + response.statusCode()
              + " violates the contract: "
              + e.getOriginalMessage(),
          e);
    }
  }

  private static boolean isPrintable(String token) {
    for (int i = 0; i < token.length(); i++) {
      if (token.charAt(i) <= ' ' || token.charAt(i) >= 127) {
        return false;
      }
    }
    return true;
  }

  private static String shortened(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }

  private static String origin(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return scheme + "://" + host + ":" + port;
  }
}
