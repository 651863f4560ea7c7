package io.syncjobs.client.internal;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Requirements on HTTP clients and addresses. */
public final class HttpClients {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private HttpClients() {}

  /**
   * Creates the JDK's client with a connect timeout.
   *
   * <p>A client for an http URL saves what only https needs: reading the trusted certificates takes a third of a program's first call,
   * and HTTP/2 would be offered in each request. Its selector thread also reads the answers, which is cheaper than waking another thread
   * and safe because the client's own body subscribers never block.
   *
   * @param url any URL of the only server that the client will connect to
   */
  public static HttpClient create(URI url) {
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT);
    return "http".equalsIgnoreCase(url.getScheme())
        ? client
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(new NoTls())
            .sslParameters(new SSLParameters())
            .executor(Runnable::run)
            .build()
        : client.build();
  }

  /** TLS context that can't connect and reads no certificates. */
  private static final class NoTls extends SSLContext {
    NoTls() {
      super(null, null, "none");
    }
  }

  /**
   * Returns the client if it doesn't follow redirects.
   *
   * @throws IllegalArgumentException if it does: JDK 17 sends the token to the server that a redirect leads to
   */
  public static HttpClient withoutRedirects(HttpClient client) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "The HttpClient follows redirects, which would send credentials to other servers; set Redirect.NEVER");
    }
    return client;
  }

  /**
   * Parses an address and removes a slash at its end.
   *
   * @throws IllegalArgumentException if it isn't an absolute http or https URL, or has a query or a fragment
   */
  public static URI url(String text) {
    URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("Not an absolute http or https URL: " + text);
    }
    if (url.getHost() == null) {
      throw new IllegalArgumentException("The URL has no valid host name: " + text);
    }
    if (url.getQuery() != null || url.getFragment() != null) {
      throw new IllegalArgumentException("The URL must have no query and no fragment: " + text);
    }
    return url;
  }
}
