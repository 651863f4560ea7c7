package io.syncjobs.server.support;

import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.auth.ClientCredentials;
import io.syncjobs.client.auth.TokenProvider;
import io.syncjobs.server.SyncJobsServer;
import io.syncjobs.server.support.http.CheckingHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real server in this process, on a port and in a data folder of its own, in development mode.
 */
public final class TestServer implements AutoCloseable {

  /** The permissions that the contract knows. */
  public static final String READ = "Synchronization.Read.All";

  public static final String READ_WRITE = "Synchronization.ReadWrite.All";

  public static final String READ_AUDIT_LOG = "AuditLog.Read.All";

  /** What asks for all permissions there are. */
  public static final String ALL = "urn:syncjobs/.default";

  /** Whether jobs run; they don't unless a test wants it, so that what a test does to a job stays as it is. */
  static final String ENGINE = "--syncjobs.engine.enabled=";

  /** Settings with which jobs run, and what is usually a matter of minutes takes seconds. */
  public static final List<String> RUNNING = List.of(
      ENGINE + "true",
      "--syncjobs.private-targets=true",
      "--syncjobs.engine.escrow-gap=PT1S",
      "--syncjobs.mapping.default-domain=contoso.example",
      "--db-scheduler.polling-interval=100ms",
      "--db-scheduler.heartbeat-interval=500ms");

  public static final String UPLOAD = "SynchronizationData-User.Upload";

  private static final HttpClient CHECKED = new CheckingHttpClient();

  /** Null when it is closed, as test classes keep their servers for good. */
  private @Nullable ConfigurableApplicationContext context;

  private final String origin;
  private final Path dataFolder;

  private TestServer(ConfigurableApplicationContext context, Path dataFolder) {
    this.context = context;
    this.origin = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
    this.dataFolder = dataFolder;
  }

  /** Starts a server in a new data folder, with further settings as on a command line. */
  public static TestServer start(String... settings) {
    return startIn(newFolder(), settings);
  }

  /** Starts a server in a data folder that may have been in use before. */
  public static TestServer startIn(Path dataFolder, String... settings) {
    List<String> arguments =
        new ArrayList<>(List.of("--server.port=0", "--syncjobs.data-dir=" + dataFolder));
    if (Stream.of(settings).noneMatch(setting -> setting.startsWith(ENGINE))) {
      arguments.add(ENGINE + "false");
    }
    arguments.addAll(List.of(settings));
    return new TestServer(
        SpringApplication.run(SyncJobsServer.class, arguments.toArray(String[]::new)), dataFolder);
  }

  /** An empty folder that is deleted by the operating system some day. */
  public static Path newFolder() {
    try {
      return Files.createTempDirectory("syncjobs-test").resolve("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A random GUID, for a tenant or an application of a test's own. */
  public static String newId() {
    return UUID.randomUUID().toString();
  }

  /** Where the server is, without a version. */
  public String origin() {
    return origin;
  }

  /** The address that the server listens on. */
  public InetAddress listeningOn() {
    TomcatWebServer web = (TomcatWebServer)
        Objects.requireNonNull(((ServletWebServerApplicationContext) context()).getWebServer());
    return (InetAddress) web.getTomcat().getConnector().getProperty("address");
  }

  /** A part of the server, to set up what no call can. */
  public <T> T bean(Class<T> type) {
    return context().getBean(type);
  }

  /** The folder that the server keeps its files in. */
  public Path dataFolder() {
    return dataFolder;
  }

  /** What all checked requests are made with. */
  static HttpClient checkedHttp() {
    return CHECKED;
  }

  /** A client for a tenant with all permissions, with all answers checked. */
  public SynchronizationClient client(String tenantId) {
    return clientBuilder(tenantId).build();
  }

  /** The same, to be changed further. */
  public SynchronizationClient.Builder clientBuilder(String tenantId) {
    return SynchronizationClient.builder()
        .baseUrl(origin() + "/v1.0")
        .tokenProvider(tokens(tenantId, ALL))
        .httpClient(CHECKED);
  }

  /** A token for a tenant with some permissions. */
  public String token(String tenantId, String... permissions) {
    return tokens(tenantId, String.join(" ", permissions)).token().join();
  }

  private TokenProvider tokens(String tenantId, String scope) {
    return tokens(origin(), dataFolder, tenantId, scope);
  }

  /** Tokens of a server in development mode, for the client in its data folder. */
  static TokenProvider tokens(String origin, Path dataFolder, String tenantId, String scope) {
    try {
      JsonNode client = JsonMapper.shared()
          .readTree(Files.readString(dataFolder.resolve("development-client.json")));
      return new ClientCredentials(
          origin + "/" + tenantId + "/oauth2/v2.0/token",
          client.path("client_id").stringValue(),
          client.path("client_secret").stringValue(),
          scope);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (context != null) {
      context.close();
      context = null;
    }
  }

  private ConfigurableApplicationContext context() {
    return Objects.requireNonNull(context, "The server is closed");
  }
}
