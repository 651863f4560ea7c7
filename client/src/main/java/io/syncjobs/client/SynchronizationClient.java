package io.syncjobs.client;

import io.syncjobs.client.auth.TokenProvider;
import io.syncjobs.client.internal.Await;
import io.syncjobs.client.internal.HttpClients;
import io.syncjobs.client.internal.Reply;
import io.syncjobs.client.internal.Transport;
import io.syncjobs.client.internal.generated.BatchApi;
import io.syncjobs.client.model.BatchRequest;
import io.syncjobs.client.model.BatchResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Client of a server of the synchronization API. Immutable and thread-safe: one client, which keeps its connections, serves a whole program.
 *
 * <pre>{@code
 * SynchronizationClient client = SynchronizationClient.builder()
 *     .baseUrl("http://localhost:8080/v1.0")
 *     .tokenProvider(TokenProvider.of(token))
 *     .build();
 * SynchronizationJob job = client.application(applicationId).jobs()
 *     .create(new SynchronizationJobCreate().templateId("scim")).value();
 * }</pre>
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/synchronization-overview">Graph's synchronization API</a>
 */
public final class SynchronizationClient {

  private final Transport transport;

  private SynchronizationClient(Transport transport) {
    this.transport = transport;
  }

  /** Creates a builder. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Addresses an application; makes no call.
   *
   * @param applicationId object id of the application, a GUID
   */
  public Synchronization application(String applicationId) {
    return new Synchronization(transport, applicationId);
  }

  /**
   * Addresses an application by its service principal, as Graph's documentation does; makes no call. The server treats both ids alike.
   *
   * @param servicePrincipalId object id of the service principal, a GUID
   */
  public Synchronization servicePrincipal(String servicePrincipalId) {
    return new Synchronization(transport.under("servicePrincipals"), servicePrincipalId);
  }

  /** Jobs of all applications of the token's tenant. */
  public TenantJobs tenantJobs() {
    return new TenantJobs(transport);
  }

  /** Provisioning log of the token's tenant. */
  public AuditLogs auditLogs() {
    return new AuditLogs(transport);
  }

  /** Users in the directory of the token's tenant. */
  public Users users() {
    return new Users(transport);
  }

  /** Groups in the directory of the token's tenant. */
  public Groups groups() {
    return new Groups(transport);
  }

  /** Control of the token's tenant in tests, on a server in development mode. */
  public Sandbox sandbox() {
    return new Sandbox(transport);
  }

  /**
   * Carries out up to 20 requests in one. The server answers each as if it had been sent by itself; the status of each is in the answer, none
   * is thrown.
   *
   * @throws io.syncjobs.client.error.BadRequestException if two requests have the same id, or one depends on an unknown one
   * @see <a href="https://learn.microsoft.com/graph/json-batching">Graph's JSON batching</a>
   */
  public BatchResponse batch(BatchRequest requests) {
    return Await.result(() -> new BatchApi(transport.blocking(true)).runBatch(requests, null))
        .body();
  }

  /** Asynchronous form of {@link #batch}. */
  public CompletableFuture<BatchResponse> batchAsync(BatchRequest requests) {
    return new BatchApi(transport).runBatch(requests, null).thenApply(Reply::body);
  }

  /** Settings of a client to build. Not thread-safe. */
  public static final class Builder {

    private @Nullable URI baseUrl;
    private @Nullable TokenProvider tokens;
    private @Nullable HttpClient http;
    private Duration timeout = Duration.ofSeconds(60);
    private int attempts = 4;

    private Builder() {}

    /**
     * Sets the address of the server, which includes the API's version. Required.
     *
     * @param url absolute http or https URL without query and fragment, such as {@code http://localhost:8080/v1.0}
     * @throws IllegalArgumentException if it is another kind of URL
     */
    public Builder baseUrl(String url) {
      baseUrl = HttpClients.url(url);
      return this;
    }

    /** Sets the source of bearer tokens. Required. */
    public Builder tokenProvider(TokenProvider provider) {
      tokens = provider;
      return this;
    }

    /**
     * Sets the HTTP client, for example one with a proxy or own certificates. The default is the JDK's with a connect timeout of 10 seconds.
     *
     * @throws IllegalArgumentException if the HTTP client follows redirects, as these would send the token to another server
     */
    public Builder httpClient(HttpClient client) {
      http = HttpClients.withoutRedirects(client);
      return this;
    }

    /**
     * Limits the time of one attempt of a call, from the request for a token to the last byte of the answer. The default is 60 seconds.
     *
     * @throws IllegalArgumentException if the limit is zero or negative
     */
    public Builder timeout(Duration limit) {
      if (limit.isNegative() || limit.isZero()) {
        throw new IllegalArgumentException("The timeout must be positive, but is " + limit);
      }
      timeout = limit;
      return this;
    }

    /**
     * Limits the attempts of a call, the first one included. The default is 4; 1 disables retries. A call is retried
     *
     * <ul>
     *   <li>after status 429, and after 503 if it has {@code Retry-After} or the call is safe to repeat; but not if {@code Retry-After}
     *       asks for more than a minute,
     *   <li>after a lost connection, if the call is safe to repeat or was never sent.
     * </ul>
     *
     * Without {@code Retry-After} the pause starts at 0.2 to 0.4 seconds and doubles each time. The JDK's HTTP client may by itself repeat a
     * GET once.
     *
     * @throws IllegalArgumentException if the number is less than 1
     */
    public Builder attempts(int number) {
      if (number < 1) {
        throw new IllegalArgumentException(
            "The number of attempts must be at least 1, but is " + number);
      }
      attempts = number;
      return this;
    }

    /**
     * Creates the client. It connects with its first call.
     *
     * @throws IllegalStateException if the base URL or the token provider isn't set
     */
    public SynchronizationClient build() {
      if (baseUrl == null || tokens == null) {
        throw new IllegalStateException("baseUrl and tokenProvider must be set before build");
      }
      HttpClient connections = http == null ? HttpClients.create(baseUrl) : http;
      return new SynchronizationClient(
          new Transport(baseUrl, tokens, connections, timeout, attempts));
    }
  }
}
