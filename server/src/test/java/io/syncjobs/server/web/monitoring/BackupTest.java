package io.syncjobs.server.web.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.model.SynchronizationSecret;
import io.syncjobs.client.model.SynchronizationSecretKeyStringValuePair;
import io.syncjobs.server.platform.startup.SetupException;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Documents;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Backups of the databases, taken while jobs are created, and servers that start from them. */
class BackupTest {

  private static final String KEY = "secret-key.json";
  private static final int BEFORE = 50;

  private final String tenant = TestServer.newId();
  private final Queue<String> created = new ConcurrentLinkedQueue<>();

  private interface Backup {
    void make() throws Exception;
  }

  /** Takes a backup during writes, and returns the applications whose jobs it must have. */
  private List<String> backUp(TestServer server, Backup backup) throws Exception {
    server
        .client(tenant)
        .application(tenant)
        .secrets()
        .replace(List.of(new SynchronizationSecretKeyStringValuePair()
            .key(SynchronizationSecret.SECRET_TOKEN)
            .value("t")));
    Raw raw = Raw.of(server, tenant);
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread writer = new Thread(() -> {
        boolean more = true;
        while (more && !Thread.currentThread().isInterrupted()) {
          more = create(raw);
        }
      });
      writers.add(writer);
      writer.start();
    }
    while (created.size() < BEFORE) {
      TimeUnit.MILLISECONDS.sleep(2); // Leaves the processors to the writers.
    }
    List<String> before = List.copyOf(created);
    backup.make();
    int after = created.size();
    while (created.size() == after) {
      TimeUnit.MILLISECONDS.sleep(2); // Writes continue, and none failed.
    }
    for (Thread writer : writers) {
      writer.interrupt();
      writer.join();
    }
    return before;
  }

  private boolean create(Raw raw) {
    String application = TestServer.newId();
    try {
      if (raw.post(Raw.jobs(application), "{\"templateId\":\"scim\"}").status() == 201) {
        return created.add(application);
      }
    } catch (AssertionError e) {
      return !Thread.currentThread().isInterrupted(); // The test has ended.
    }
    return false;
  }

  private void assertRestored(Path folder, Path key, List<String> applications, String... settings)
      throws IOException {
    assertThatThrownBy(() -> TestServer.startIn(folder, settings).close())
        .as("without its key")
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("is missing");
    Files.copy(key, folder.resolve(KEY));
    try (TestServer restored = TestServer.startIn(folder, settings)) {
      Raw raw = Raw.of(restored, tenant);
      for (String application : applications) {
        assertThat(raw.send("GET", Raw.jobs(application)).json().path("value")).hasSize(1);
      }
      assertThat(restored.client(tenant).application(tenant).secrets().count()).isEqualTo(1);
      assertThat(raw.post(Raw.jobs(TestServer.newId()), "{\"templateId\":\"scim\"}")
              .status())
          .isEqualTo(201);
    }
  }

  @Test
  void restoresSqliteFromTheDocumentedStatement() throws Exception {
    Matcher command = Pattern.compile("sqlite3 data/syncjobs.db \"(.*)'backup.db'\"")
        .matcher(Documents.block(Documents.OF_SERVER, "sh", "sqlite3"));
    assertThat(command.find()).isTrue();
    Path folder = TestServer.newFolder();
    Files.createDirectories(folder);
    try (TestServer server = TestServer.start()) {
      List<String> applications = backUp(server, () -> {
        String file = "jdbc:sqlite:" + server.dataFolder().resolve("syncjobs.db");
        try (Connection connection = DriverManager.getConnection(file);
            Statement statement = connection.createStatement()) {
          statement.execute(command.group(1) + "'" + folder.resolve("syncjobs.db") + "'");
        }
      });

      assertRestored(folder, server.dataFolder().resolve(KEY), applications);
    }
  }

  /**
   * Takes a backup like pg_dump, which the test's PostgreSQL binaries lack: reads all tables in one snapshot, and fills tables of the same form
   * with COPY.
   */
  @Test
  void restoresPostgresqlFromOneSnapshot() throws Exception {
    String[] original = Database.POSTGRESQL.newDatabase();
    try (TestServer server = TestServer.start(original)) {
      Map<String, byte[]> dump = new LinkedHashMap<>();
      List<String> applications = backUp(server, () -> dump.putAll(dump(original)));
      assertThat(dump).containsKeys("jobs", "secrets", "shared_keys", "flyway_schema_history");

      String[] settings = Database.POSTGRESQL.newDatabase();
      TestServer.start(settings).close();
      restore(settings, dump);

      Path folder = TestServer.newFolder();
      Files.createDirectories(folder);
      assertRestored(folder, server.dataFolder().resolve(KEY), applications, settings);
    }
  }

  private static Map<String, byte[]> dump(String[] database) throws SQLException, IOException {
    Map<String, byte[]> dump = new LinkedHashMap<>();
    try (Connection connection = Database.connect(database);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
      try (ResultSet tables =
          statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
        while (tables.next()) {
          ByteArrayOutputStream rows = new ByteArrayOutputStream();
          copy.copyOut("COPY " + tables.getString(1) + " TO STDOUT", rows);
          dump.put(tables.getString(1), rows.toByteArray());
        }
      }
      connection.rollback();
    }
    return dump;
  }

  private static void restore(String[] database, Map<String, byte[]> dump)
      throws SQLException, IOException {
    try (Connection connection = Database.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("TRUNCATE " + String.join(", ", dump.keySet()));
      CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
      for (Map.Entry<String, byte[]> table : dump.entrySet()) {
        copy.copyIn(
            "COPY " + table.getKey() + " FROM STDIN", new ByteArrayInputStream(table.getValue()));
      }
    }
  }
}
