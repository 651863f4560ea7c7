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
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real server in this process, in development mode, with its own port and data folder.
 */
public final class TestServer implements AutoCloseable {

  /** All permissions of the contract. */
  public static final String READ = "Synchronization.Read.All";

  public static final String READ_WRITE = "Synchronization.ReadWrite.All";

  public static final String READ_AUDIT_LOG = "AuditLog.Read.All";

  /** The scope that stands for all permissions. */
  public static final String ALL = "urn:syncjobs/.default";

  /** The setting that lets jobs run. It is off by default, so that the engine doesn't change jobs that a test has set up. */
  static final String ENGINE = "--syncjobs.engine.enabled=";

  /** Settings that let jobs run, with intervals of seconds instead of minutes. */
  public static final List<String> RUNNING = List.of(
      ENGINE + "true",
      "--syncjobs.private-targets=true",
      "--syncjobs.engine.escrow-gap=PT1S",
      "--syncjobs.mapping.default-domain=contoso.example",
      "--db-scheduler.polling-interval=400ms");

  public static final String UPLOAD = "SynchronizationData-User.Upload";

  private static final HttpClient CHECKED = new CheckingHttpClient();

  /** Jar of another version of the server, for tests of the client; empty for the server of this build, in this process. */
  private static final String JAR = System.getProperty("server.jar", "");

  /** Null once closed, so that test classes, which keep their servers for the whole run, don't keep the context in memory, and for a jar. */
  private @Nullable ConfigurableApplicationContext context;

  /** Process of the jar; null for a server in this process. */
  private final @Nullable ServerProcess process;

  private final String origin;
  private final Path dataFolder;

  private TestServer(ConfigurableApplicationContext context, Path dataFolder) {
    this.context = context;
    this.process = null;
    this.origin = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
    this.dataFolder = dataFolder;
  }

  private TestServer(ServerProcess process, Path dataFolder) {
    this.process = process;
    this.origin = process.origin();
    this.dataFolder = dataFolder;
  }

  /** Starts a server in a new data folder, with further settings as on a command line. */
  public static TestServer start(String... settings) {
    return startIn(newFolder(), settings);
  }

  /** Starts a server in a data folder that may hold data of an earlier server. */
  public static TestServer startIn(Path dataFolder, String... settings) {
    List<String> arguments =
        new ArrayList<>(List.of("--server.port=0", "--syncjobs.data-dir=" + dataFolder));
    if (Stream.of(settings).noneMatch(setting -> setting.startsWith(ENGINE))) {
      arguments.add(ENGINE + "false");
    }
    arguments.addAll(List.of(settings));
    if (!JAR.isEmpty()) {
      List<String> command =
          QuickStart.command(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
      command.addAll(List.of("-jar", JAR));
      command.addAll(arguments);
      return new TestServer(ServerProcess.startCommand(dataFolder, command), dataFolder);
    }
    SpringApplication server = new SpringApplication(SyncJobsServer.class);
    server.setRegisterShutdownHook(false); // Whoever starts a server closes it.
    server.addInitializers(new ClassesReadOnce());
    SharedLog.use();
    return new TestServer(server.run(arguments.toArray(String[]::new)), dataFolder);
  }

  /** Creates an empty temporary folder; the operating system deletes it eventually. */
  public static Path newFolder() {
    try {
      return Files.createTempDirectory("syncjobs-test").resolve("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A random GUID, for a new tenant or application. */
  public static String newId() {
    return UUID.randomUUID().toString();
  }

  /** The root address of the server, without an API version. */
  public String origin() {
    return origin;
  }

  /** The address that the server listens on. */
  public InetAddress listeningOn() {
    TomcatWebServer web = (TomcatWebServer)
        Objects.requireNonNull(((ServletWebServerApplicationContext) context()).getWebServer());
    return (InetAddress) web.getTomcat().getConnector().getProperty("address");
  }

  /** A bean of the server, for setup that the API can't do. */
  public <T> T bean(Class<T> type) {
    return context().getBean(type);
  }

  /** Changes the database without a call of the API. */
  public void changeDatabase(Consumer<JdbcClient> change) {
    JdbcClient jdbc = bean(JdbcClient.class);
    bean(TransactionOperations.class).executeWithoutResult(transaction -> change.accept(jdbc));
  }

  /** The folder that the server keeps its files in. */
  public Path dataFolder() {
    return dataFolder;
  }

  /** The HTTP client that checks all answers against the contract. */
  static HttpClient checkedHttp() {
    return CHECKED;
  }

  /** A Java client with all permissions in a tenant; all answers are checked against the contract. */
  public SynchronizationClient client(String tenantId) {
    return clientBuilder(tenantId).build();
  }

  /** A builder of such a client, for further options. */
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

  /** Fetches a token from a server in development mode, for the client whose credentials are in its data folder. */
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
    if (process != null) {
      process.close();
    }
  }

  /** Skips a test of something that only a server in this process shows. */
  public static void assumeInThisProcess() {
    Assumptions.assumeTrue(JAR.isEmpty(), "The server is a jar in another process.");
  }

  private ConfigurableApplicationContext context() {
    assumeInThisProcess();
    return Objects.requireNonNull(context, "The server is closed");
  }
}
