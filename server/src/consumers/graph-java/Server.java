import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.identity.ClientSecretCredentialBuilder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/**
 * The server under test, and what the test has prepared.
 *
 * @param origin its address
 * @param user id of a user in the directory of the tenant
 * @param target address of a SCIM service
 * @param targetToken token for it
 */
record Server(
    String origin,
    String tenant,
    String clientId,
    String clientSecret,
    String user,
    String target,
    String targetToken) {

  static final List<String> VERSIONS = List.of("v1.0", "beta");

  static final String ALL = "https://graph.microsoft.com/.default";

  static final String UPLOAD =
      "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":[{"
          + "\"method\":\"POST\",\"bulkId\":\"1\",\"path\":\"/Users\","
          + "\"data\":{\"schemas\":[\"x\"],\"externalId\":\"1\"}}],\"failOnErrors\":null}";

  /** Longer than the limit of a job. */
  static final String LONG = "x".repeat(1 << 20);

  /** With {@code syncjobs.overload.active=1}. */
  private static final int CHECKS_AT_ONCE = 4;

  static Server of(String[] arguments) {
    return new Server(
        arguments[0],
        arguments[1],
        arguments[2],
        arguments[3],
        arguments[4],
        arguments[5],
        arguments[6]);
  }

  TokenCredential credential() {
    return new ClientSecretCredentialBuilder()
        .tenantId(tenant)
        .clientId(clientId)
        .clientSecret(clientSecret)
        .authorityHost(origin)
        .disableInstanceDiscovery()
        .build();
  }

  static TokenCredential wrongCredential() {
    return request -> Mono.just(new AccessToken("x", OffsetDateTime.MAX));
  }

  /**
   * Does something while the server makes as many checks of credentials as it can at once.
   *
   * @param check gets the address of a SCIM service that never answers, and checks credentials for it
   * @param part gets it as well
   */
  static void whileBusy(Consumer<String> check, Consumer<String> part) throws Exception {
    ExecutorService callers = Executors.newCachedThreadPool();
    List<Socket> connections = new ArrayList<>();
    try (ServerSocket target = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      String address = "http://127.0.0.1:" + target.getLocalPort();
      for (int i = 0; i < CHECKS_AT_ONCE; i++) {
        callers.submit(() -> check.accept(address));
        connections.add(target.accept());
      }
      part.accept(address);
    } finally {
      for (Socket connection : connections) {
        connection.close();
      }
      callers.shutdown();
    }
  }

  static void check(boolean good, Object seen) {
    if (!good) {
      throw new AssertionError(seen);
    }
  }
}
