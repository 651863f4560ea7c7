package io.syncjobs.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.client.Sandbox;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.auth.ClientCredentials;
import io.syncjobs.client.auth.TokenProvider;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tenant of a test class on the server of the test run. Its id follows from the name of the class, so that a test that resets its sandbox with a seed gets
 * the same ids in each run. Immutable and safe for use by many threads.
 */
public final class Tenant {

  private static final String SCOPE = "urn:syncjobs/.default";

  private static final Map<Class<?>, Tenant> OF_CLASSES = new ConcurrentHashMap<>();

  private final String id;
  private final LocalServer server;
  private final TokenProvider tokens;
  private final SynchronizationClient client;

  private Tenant(Class<?> testClass, LocalServer server) {
    id = UUID.nameUUIDFromBytes(testClass.getName().getBytes(UTF_8)).toString();
    this.server = server;
    tokens = new ClientCredentials(tokenUrl(), server.clientId(), server.clientSecret(), SCOPE);
    client =
        SynchronizationClient.builder().baseUrl(baseUrl()).tokenProvider(tokens).build();
  }

  /** The tenant of a test class, or of the class around it. Starts the server if none runs. */
  static Tenant of(Class<?> testClass) {
    Class<?> outermost = testClass;
    while (outermost.getEnclosingClass() != null) {
      outermost = outermost.getEnclosingClass();
    }
    return OF_CLASSES.computeIfAbsent(outermost, type -> new Tenant(type, LocalServer.running()));
  }

  /** Id of the tenant, a GUID. */
  public String id() {
    return id;
  }

  /** Address of the server with the API's version. */
  public String baseUrl() {
    return server.origin() + "/v1.0";
  }

  /** A bearer token with all permissions in the tenant. It expires after an hour by the tenant's clock. */
  public String token() {
    return tokens.token().join();
  }

  /** A client with all permissions in the tenant. */
  public SynchronizationClient client() {
    return client;
  }

  /** Control of the tenant. */
  public Sandbox sandbox() {
    return client.sandbox();
  }

  /** Properties of Spring Boot that connect a program with the tenant. */
  public Map<String, String> properties() {
    return Map.of(
        "syncjobs.client.base-url", baseUrl(),
        "syncjobs.client.token-uri", tokenUrl(),
        "syncjobs.client.client-id", server.clientId(),
        "syncjobs.client.client-secret", server.clientSecret(),
        "syncjobs.client.scope", SCOPE);
  }

  private String tokenUrl() {
    return server.origin() + "/" + id + "/oauth2/v2.0/token";
  }
}
