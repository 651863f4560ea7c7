package io.syncjobs.server.support.http;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP client, which checks every answer against the contract before the test or the Java client
 * sees it.
 */
public final class CheckingHttpClient extends HttpClient {

  private final HttpClient real = HttpClient.newHttpClient();

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    NewerOperation.refuse(request.method(), request.uri());
    return check(real.send(request, handler));
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    NewerOperation.refuse(request.method(), request.uri());
    return real.sendAsync(request, handler).thenApply(CheckingHttpClient::check);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> push) {
    NewerOperation.refuse(request.method(), request.uri());
    return real.sendAsync(request, handler, push).thenApply(CheckingHttpClient::check);
  }

  private static <T> HttpResponse<T> check(HttpResponse<T> response) {
    if (!(response.body() instanceof byte[] body)) {
      throw new IllegalArgumentException("Ask for bytes, so that they can be checked");
    }
    ResponseCheck.check(
        response.request().method(),
        response.uri(),
        response.statusCode(),
        response.headers(),
        body);
    return response;
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return real.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return real.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return real.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return real.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return real.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return real.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return real.authenticator();
  }

  @Override
  public Version version() {
    return real.version();
  }

  @Override
  public Optional<Executor> executor() {
    return real.executor();
  }
}
