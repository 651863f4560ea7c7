package io.syncjobs.client.internal;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Locale;

/** What is asked of connections, whoever makes them. */
public final class HttpClients {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private HttpClients() {}

  /** The JDK's client with a limit on connecting. */
  public static HttpClient create() {
    return HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  }

  /**
   * The same client.
   *
   * @throws IllegalArgumentException if it follows redirects: on JDK 17 they take the token along to wherever they lead
   */
  public static HttpClient withoutRedirects(HttpClient client) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "The HttpClient follows redirects, which would carry credentials elsewhere; set Redirect.NEVER");
    }
    return client;
  }

  /**
   * An address without a slash at its end.
   *
   * @throws IllegalArgumentException if it isn't an absolute URL of http or https, or has a query or a fragment
   */
  public static URI url(String text) {
    URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("Not an absolute URL of http or https: " + text);
    }
    if (url.getHost() == null) {
      throw new IllegalArgumentException("Not a host name that Java can address: " + text);
    }
    if (url.getQuery() != null || url.getFragment() != null) {
      throw new IllegalArgumentException("An address may not have a query or a fragment: " + text);
    }
    return url;
  }
}
