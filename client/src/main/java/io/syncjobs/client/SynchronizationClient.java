package io.syncjobs.client;

import io.syncjobs.client.auth.TokenProvider;
import io.syncjobs.client.internal.HttpClients;
import io.syncjobs.client.internal.Transport;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The entry to a server of the synchronization API. One client is enough for
 * a program; it is safe for use by many threads.
 *
 * <pre>{@code
 * SynchronizationClient client = SynchronizationClient.builder()
 *     .baseUrl("http://localhost:8080/v1.0")
 *     .tokenProvider(TokenProvider.of(token))
 *     .build();
 * SynchronizationJob job = client.application(applicationId).jobs()
 *     .create(new SynchronizationJobCreate().templateId("scim")).value();
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

  /** What the jobs of the token's tenant did with which object. */
  public AuditLogs auditLogs() {
    return new AuditLogs(transport);
  }

  /** A client in the making, for use by one thread. */
  public static final class Builder {

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
      baseUrl = HttpClients.url(url);
      return this;
    }

    /** Where tokens come from. Required. */
    public Builder tokenProvider(TokenProvider provider) {
      tokens = provider;
      return this;
    }

    /**
     * What makes the connections, for a proxy or certificates of one's own. Otherwise the JDK's, with a connect timeout of 10 seconds.
     *
     * @throws IllegalArgumentException if it follows redirects, which would carry the token elsewhere
     */
    public Builder httpClient(HttpClient client) {
      http = HttpClients.withoutRedirects(client);
      return this;
    }

    /**
     * How long one attempt of a call may take, from asking for a token to the end of the answer; 60 seconds unless set.
     *
     * @throws IllegalArgumentException if it isn't positive
     */
    public Builder timeout(Duration limit) {
      if (limit.isNegative() || limit.isZero()) {
        throw new IllegalArgumentException("A timeout is positive, not " + limit);
      }
      timeout = limit;
      return this;
    }

    /**
     * How often a call is tried in all, the first time included; 4 unless set. Another attempt follows answers 429 and 503, unless they ask
     * for more than a minute's patience, and lost connections, if carrying the call out twice does no harm or it can't have been carried out.
     * The JDK's client may send a GET once more by itself.
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
      HttpClient connections = http == null ? HttpClients.create() : http;
      return new SynchronizationClient(
          new Transport(baseUrl, tokens, connections, timeout, attempts));
    }
  }
}
