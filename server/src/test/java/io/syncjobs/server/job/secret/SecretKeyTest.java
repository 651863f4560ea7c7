package io.syncjobs.server.job.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.Secrets;
import io.syncjobs.client.model.SynchronizationSecret;
import io.syncjobs.client.model.SynchronizationSecretKeyStringValuePair;
import io.syncjobs.server.platform.startup.DataFolder;
import io.syncjobs.server.platform.startup.SetupException;
import io.syncjobs.server.platform.startup.SyncJobsProperties;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Rotated, lost and mixed-up keys of secrets, on both databases. */
@Tag("long")
@ParameterizedClass
@EnumSource(Database.class)
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit sets them before each database.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecretKeyTest {

  private static final String BYTES = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
  private static final String ANOTHER = key("another", BYTES);

  private static final int LAST = Integer.MAX_VALUE;

  @Parameter
  private Database database;

  private final String tenant = TestServer.newId();
  private final String application = TestServer.newId();
  private final Path folder = TestServer.newFolder();
  private final Path file = folder.resolve("secret-key.json");
  private String[] settings;
  private TestServer server;
  private String first;
  private String etag;
  private String sealed;

  @BeforeParameterizedClassInvocation
  void startServer() throws IOException {
    settings = database.newDatabase();
    server = start();
    first = Files.readString(file);
  }

  @BeforeEach
  void saveASecret() throws IOException {
    Files.writeString(file, first);
    empty("secrets");
    empty("secret_key_probe");
    startNode();
    secrets(server)
        .replace(List.of(new SynchronizationSecretKeyStringValuePair()
            .key(SynchronizationSecret.SECRET_TOKEN)
            .value("t")));
    etag = secrets(server).list().etag();
    sealed = stored("sealed");
  }

  /** The methods share a server. Those that change its own keys come last. */
  @AfterParameterizedClassInvocation
  void stop() {
    server.close();
  }

  private TestServer start() {
    return TestServer.startIn(folder, settings);
  }

  private void empty(String table) {
    server.changeDatabase(jdbc -> jdbc.sql("DELETE FROM " + table).update());
  }

  /** Does with the keys what the start of another node does. */
  private SecretKeys startNode() {
    JdbcClient jdbc = server.bean(JdbcClient.class);
    TransactionOperations transactions = server.bean(TransactionOperations.class);
    SecretKeys keys = new SecretKeys(
        server.bean(SyncJobsProperties.class), server.bean(DataFolder.class), jdbc, transactions);
    new SecretKeyRotation(jdbc, transactions, keys).afterSingletonsInstantiated();
    return keys;
  }

  private Secrets secrets(TestServer server) {
    return server.client(tenant).application(application).secrets();
  }

  private static String key(String id, String bytes) {
    return "{\"kty\":\"oct\",\"kid\":\"" + id + "\",\"k\":\"" + bytes + "\"}";
  }

  private static String set(String... keys) {
    return "{\"keys\":[" + String.join(",", keys) + "]}";
  }

  private String stored(String column) {
    return server
        .bean(JdbcClient.class)
        .sql("SELECT " + column + " FROM secrets")
        .query(String.class)
        .single();
  }

  @Test
  @Order(LAST)
  void newKeysReplaceOldOnes() throws IOException {
    server.close();
    Files.writeString(file, set(ANOTHER, first));
    server = start();
    assertThat(stored("key_id")).isEqualTo("another");
    assertThat(secrets(server).list().etag()).isEqualTo(etag);
    server.close();
    Files.writeString(file, ANOTHER);
    server = start();
    assertThat(secrets(server).count()).isEqualTo(1);
    server.close();
    Files.writeString(file, first);
    assertThatThrownBy(() -> start().close()).isInstanceOf(SetupException.class);
  }

  @Test
  void onlyTheFirstKeySealsSecrets() throws IOException {
    Files.writeString(file, set(first, ANOTHER));
    startNode();
    assertThat(stored("key_id")).isNotEqualTo("another");
    assertThat(secrets(server).count()).isEqualTo(1);
  }

  @Test
  @Order(LAST - 1)
  void runningNodesReadTheFileAgain() throws IOException {
    Files.writeString(file, set(ANOTHER, first));
    startNode();
    assertThat(stored("key_id")).isEqualTo("another");

    Files.writeString(file, first);
    Raw.Answer answer = Raw.of(server, tenant)
        .send("GET", "/v1.0/applications/" + application + "/synchronization/secrets");
    assertThat(answer.status()).as("the key is in no file of this node").isEqualTo(503);
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(answer.message()).doesNotContain("another");

    Files.writeString(file, set(ANOTHER, first));
    assertThat(secrets(server).list().etag()).isEqualTo(etag);
  }

  @Test
  void refusesToStartWithoutAKeyInTheFile() throws IOException {
    for (String text : List.of(
        "",
        "nonsense",
        "{}",
        set(),
        set(first, first),
        key("short", "AAEC"),
        "{\"kty\":\"oct\",\"k\":\"" + BYTES + "\"}",
        "{\"kty\":\"EC\",\"kid\":\"a\"}")) {
      assertThatThrownBy(() -> Keyring.parse(text)).as(text).isInstanceOf(ParseException.class);
    }
    Files.writeString(file, set());
    assertRefused("contains neither a JSON Web Key");
    assertNothingLost();
  }

  @Test
  void nodesThatStartAtOnceGetTheSameKey() throws Exception {
    ExecutorService nodes = Executors.newFixedThreadPool(4);
    empty("secrets");
    Callable<String> start = () -> startNode().currentId();
    try {
      for (int round = 0; round < 25; round++) {
        empty("secret_key_probe");
        Files.delete(file);
        Set<String> ids = new HashSet<>();
        for (Future<String> id : nodes.invokeAll(Collections.nCopies(4, start))) {
          ids.add(id.get());
        }
        assertThat(ids).hasSize(1);
      }
    } finally {
      nodes.shutdownNow();
    }
  }

  @Test
  void refusesToStartWithOtherKeys() throws IOException {
    Files.writeString(file, ANOTHER);
    assertRefused("lacks the key");
    Files.writeString(file, key(Keyring.idIn(sealed), BYTES));
    assertRefused("lacks the key");
    assertNothingLost();
  }

  @Test
  void refusesToStartWithoutTheFileAndCreatesNone() throws IOException {
    Files.delete(file);
    assertRefused("is missing");
    assertThat(file).doesNotExist();
    assertNothingLost();
  }

  private void assertRefused(String problem) {
    assertThatThrownBy(this::startNode)
        .isInstanceOf(SetupException.class)
        .hasMessageContaining(problem)
        .extracting(cause -> ((SetupException) cause).remedy())
        .asString()
        .contains("Restore the ");
  }

  private void assertNothingLost() throws IOException {
    Files.writeString(file, first);
    assertThat(stored("sealed")).isEqualTo(sealed);
    assertThat(startNode().decrypt(tenant + "/" + application, sealed)).contains("SecretToken");
  }
}
