package io.syncjobs.server.connector.scim.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * HTTP client for servers that callers name. It connects to public addresses only unless told otherwise, follows no redirect, keeps no cookie, never
 * repeats a request, ends each call within a time-out and refuses responses beyond a size. Safe for use by many threads.
 */
public final class GuardedHttp implements HttpCalls {

  private static final int MAX_CONNECTIONS = 1000;

  /** Most servers keep an idle connection for longer than this. */
  private static final TimeValue MAX_CONNECTION_AGE = TimeValue.ofMinutes(1);

  /** A response is larger than any valid one. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final PublicAddresses addresses;
  private final ScheduledThreadPoolExecutor deadlines;
  private final CloseableHttpClient client;
  private final Duration timeout;
  private final int maxBytes;

  private GuardedHttp(
      boolean privateAllowed,
      Duration timeout,
      int maxBytes,
      boolean reuseConnections,
      @Nullable SSLContext tls) {
    this.timeout = timeout;
    addresses = new PublicAddresses(privateAllowed);
    this.maxBytes = maxBytes;
    deadlines =
        new ScheduledThreadPoolExecutor(1, new CustomizableThreadFactory("target deadlines "));
    // Otherwise each finished call would stay in memory until its time-out.
    deadlines.setRemoveOnCancelPolicy(true);
    HttpClientBuilder builder = HttpClients.custom()
        .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
            .setTlsSocketStrategy(tls == null ? null : new DefaultClientTlsStrategy(tls))
            .setDnsResolver(addresses)
            // The client's own parser skips lines until one looks like HTTP.
            .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                .responseParserFactory(new DefaultHttpResponseParserFactory())
                .build())
            .setMaxConnTotal(MAX_CONNECTIONS)
            .setMaxConnPerRoute(MAX_CONNECTIONS)
            .setDefaultConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(timeout))
                .setSocketTimeout(Timeout.of(timeout))
                .setTimeToLive(MAX_CONNECTION_AGE)
                // Tests each connection before use, as a POST can't be sent again.
                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                .build())
            .build())
        .setDefaultRequestConfig(RequestConfig.custom()
            .setAuthenticationEnabled(false)
            .setProtocolUpgradeEnabled(false)
            .build())
        .setUserAgent("SyncJobs")
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression();
    if (!reuseConnections) {
      builder.setConnectionReuseStrategy((request, response, context) -> false);
    }
    client = builder.build();
  }

  /**
   * A client that keeps connections for further calls.
   *
   * @param privateAllowed whether servers may have private addresses
   * @param timeout for a whole call, from the lookup of the host to the end of the response
   * @param maxBytes in the body of a response
   */
  public static GuardedHttp pooled(boolean privateAllowed, Duration timeout, int maxBytes) {
    return pooled(privateAllowed, timeout, maxBytes, null);
  }

  /**
   * A client with the same parameters.
   *
   * @param tls TLS with trusted certificates of its own; null for Java's
   */
  public static GuardedHttp pooled(
      boolean privateAllowed, Duration timeout, int maxBytes, @Nullable SSLContext tls) {
    return new GuardedHttp(privateAllowed, timeout, maxBytes, true, tls);
  }

  /** A client with the same parameters that makes a connection for each call. */
  public static GuardedHttp unpooled(boolean privateAllowed, Duration timeout, int maxBytes) {
    return new GuardedHttp(privateAllowed, timeout, maxBytes, false, null);
  }

  /** True if a host has an address now that this client doesn't connect to. Each call checks it again. */
  public boolean refuses(String host) {
    try {
      addresses.resolve(host);
      return false;
    } catch (PublicAddresses.PrivateAddressException e) {
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public HttpResult execute(HttpUriRequestBase request) throws IOException {
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> deadline = deadlines.schedule(
        () -> {
          late.set(true);
          request.cancel();
        },
        timeout.toMillis(),
        TimeUnit.MILLISECONDS);
    try {
      return client.execute(request, this::receive);
    } catch (IOException | RuntimeException e) {
      if (late.get()) {
        throw new SocketTimeoutException();
      }
      throw e;
    } finally {
      deadline.cancel(false);
    }
  }

  private HttpResult receive(ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    byte[] body = entity == null ? new byte[0] : entity.getContent().readNBytes(maxBytes + 1);
    if (body.length > maxBytes) {
      throw new TooLargeException();
    }
    return new HttpResult(
        response.getCode(),
        header(response, HttpHeaders.RETRY_AFTER),
        header(response, HttpHeaders.LOCATION),
        header(response, HttpHeaders.ETAG),
        body,
        charset(entity == null ? null : entity.getContentType()));
  }

  private static @Nullable String header(ClassicHttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  private static Charset charset(@Nullable String mediaType) {
    ContentType type = mediaType == null ? null : ContentType.parseLenient(mediaType);
    return type == null ? UTF_8 : type.getCharset(UTF_8);
  }

  @Override
  public void close() {
    client.close(CloseMode.GRACEFUL);
    deadlines.shutdownNow();
  }
}
