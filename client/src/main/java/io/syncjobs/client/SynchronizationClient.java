package io.syncjobs.client;

import io.syncjobs.client.auth.TokenProvider;
import io.syncjobs.client.internal.Transport;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The entry to a server of the synchronization API: ours, or Graph itself. One client is enough for
 * a program; it is safe for use by many threads.
 *
 * <pre>{@code
 * SynchronizationClient client = SynchronizationClient.builder()
 *     .baseUrl("http://localhost:8080/v1.0")
 *     .tokenProvider(TokenProvider.of(token))
 *     .build();
 * SynchronizationJob job = client.application(applicationId).jobs()
 *     .create(new SynchronizationJobCreate().templateId("scim"));
 * }</pre>
 */
public final class SynchronizationClient {

  private final Transport transport;

  private SynchronizationClient(Transport transport) {
    this.transport = transport;
  }

  /** Begins a client. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * What the application of an object id has.
   *
   * @param applicationId a GUID
   */
  public Synchronization application(String applicationId) {
    return new Synchronization(transport, applicationId);
  }

  /**
   * What the service principal of an object id has. Graph's users address jobs by it; here it is
   * another name of the application's.
   *
   * @param servicePrincipalId a GUID
   */
  public Synchronization servicePrincipal(String servicePrincipalId) {
    return new Synchronization(transport.under("servicePrincipals"), servicePrincipalId);
  }

  /** A client in the making, for use by one thread. */
  public static final class Builder {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private @Nullable URI baseUrl;
    private @Nullable TokenProvider tokens;
    private @Nullable HttpClient http;
    private Duration timeout = Duration.ofSeconds(60);
    private int attempts = 4;

    private Builder() {}

    /**
     * Where the server is, with the version: {@code http://localhost:8080/v1.0}. Required.
     *
     * @throws IllegalArgumentException if it isn't an absolute URL of http or https
     */
    public Builder baseUrl(String url) {
      URI parsed = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      boolean http = "http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme());
      if (!http || parsed.getHost() == null || parsed.getQuery() != null) {
        throw new IllegalArgumentException(
            "Not an absolute URL of http or https without a query: " + url);
      }
      baseUrl = parsed;
      return this;
    }

    /** Where tokens come from. Required. */
    public Builder tokenProvider(TokenProvider provider) {
      tokens = provider;
      return this;
    }

    /**
     * What makes the connections, for a proxy or certificates of one's own. Otherwise the JDK's
     * with a connect timeout of 10 seconds.
     */
    public Builder httpClient(HttpClient client) {
      http = client;
      return this;
    }

    /** How long one attempt of a call may take; 60 seconds unless set. */
    public Builder timeout(Duration limit) {
      timeout = limit;
      return this;
    }

    /**
     * How often a call is tried in all, the first time included; 4 unless set. Answers 429 and 503
     * lead to another try, and lost connections where the call can't be carried out twice.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder attempts(int number) {
      if (number < 1) {
        throw new IllegalArgumentException("At least one attempt is needed, not " + number);
      }
      attempts = number;
      return this;
    }

    /**
     * Makes the client. No connection is made yet.
     *
     * @throws IllegalStateException if the base URL or the token provider is missing
     */
    public SynchronizationClient build() {
      if (baseUrl == null || tokens == null) {
        throw new IllegalStateException("Set baseUrl and tokenProvider before build");
      }
      HttpClient connections =
          http == null ? HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build() : http;
      return new SynchronizationClient(
          new Transport(baseUrl, tokens, connections, timeout, attempts));
    }
  }
}
