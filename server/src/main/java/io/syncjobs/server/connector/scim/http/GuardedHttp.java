package io.syncjobs.server.connector.scim.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Connections to servers that callers name, and what holds for all calls to them: no private addresses unless allowed, no redirects, cookies or
 * retries, a time within which all is over, and a size beyond which an answer is refused. Safe for use by many threads.
 */
public final class GuardedHttp implements AutoCloseable {

  private static final int MAX_CONNECTIONS = 1000;

  /** A connection that was left alone for longer isn't used again; most servers keep theirs longer. */
  private static final TimeValue MAX_AGE = TimeValue.ofMinutes(1);

  /** An answer is larger than any that is of use. */
  public static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final ScheduledExecutorService deadlines;
  private final PoolingHttpClientConnectionManager connections;
  private final Duration timeout;
  private final int maxBytes;

  /**
   * A pool of connections.
   *
   * @param privateAllowed whether servers may have private addresses
   * @param timeout of a whole call, from looking for its host to the end of the answer
   * @param maxBytes of an answer's body
   */
  public GuardedHttp(boolean privateAllowed, Duration timeout, int maxBytes) {
    this.timeout = timeout;
    this.maxBytes = maxBytes;
    deadlines = Executors.newSingleThreadScheduledExecutor(
        new CustomizableThreadFactory("target deadlines "));
    connections = PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(new PublicAddresses(privateAllowed))
        .setMaxConnTotal(MAX_CONNECTIONS)
        .setMaxConnPerRoute(MAX_CONNECTIONS)
        .setDefaultConnectionConfig(ConnectionConfig.custom()
            .setConnectTimeout(Timeout.of(timeout))
            .setSocketTimeout(Timeout.of(timeout))
            .setTimeToLive(MAX_AGE)
            // Looks each time whether the server has closed it, as a POST can't be sent again.
            .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
            .build())
        .build();
  }

  /** Has a client make all its calls through these connections. Closing the client leaves them open. */
  public HttpClientBuilder configure(HttpClientBuilder client) {
    return client
        .setConnectionManager(connections)
        .setConnectionManagerShared(true)
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .addExecInterceptorFirst("bounds", this::execute);
  }

  private ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> end = deadlines.schedule(
        () -> {
          late.set(true);
          if (scope.originalRequest instanceof Cancellable call) {
            call.cancel();
          }
        },
        timeout.toMillis(),
        TimeUnit.MILLISECONDS);
    try {
      ClassicHttpResponse response = chain.proceed(request, scope);
      response.setEntity(whole(response.getEntity()));
      return response;
    } catch (IOException | RuntimeException e) {
      scope.execRuntime.discardEndpoint();
      if (late.get()) {
        throw new SocketTimeoutException();
      }
      throw e;
    } finally {
      end.cancel(false);
    }
  }

  private @Nullable HttpEntity whole(@Nullable HttpEntity body) throws IOException {
    if (body == null) {
      return null;
    }
    byte[] bytes = body.getContent().readNBytes(maxBytes + 1);
    if (bytes.length > maxBytes) {
      throw new TooLargeException();
    }
    return new ByteArrayEntity(bytes, ContentType.parseLenient(body.getContentType()));
  }

  @Override
  public void close() {
    connections.close();
    deadlines.shutdownNow();
  }
}
