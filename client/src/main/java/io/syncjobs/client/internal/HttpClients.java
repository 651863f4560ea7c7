package io.syncjobs.client.internal;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Locale;

/** Requirements on HTTP clients and addresses. */
public final class HttpClients {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private HttpClients() {}

  /** Creates the JDK's client with a connect timeout. */
  public static HttpClient create() {
    return HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
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
