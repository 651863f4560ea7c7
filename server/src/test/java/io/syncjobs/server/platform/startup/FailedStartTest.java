package io.syncjobs.server.platform.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.StartReports;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Starts with a faulty setting or file, whose report says what to correct in words without Java's classes. */
class FailedStartTest {

  private static final String URL = "--spring.datasource.url=";

  @TempDir
  Path folder;

  private Path data;

  @BeforeEach
  void nameDataFolder() {
    data = folder.resolve("data");
  }

  /** Starts a server, which fails, and returns the fault and its correction that it prints in place of a stack trace. */
  private String failure(String... settings) {
    assertThatThrownBy(() -> TestServer.startIn(data, settings).close())
        .isInstanceOf(RuntimeException.class);
    String text = StartReports.last();
    assertThat(text).doesNotContain("Exception", "java.", "org.", "io.syncjobs");
    return text;
  }

  private Path database() throws IOException {
    return Files.createDirectories(data).resolve("syncjobs.db");
  }

  @Test
  void aReadOnlyDatabaseFile() {
    TestServer.startIn(data).close();

    assertThat(failure(URL + "jdbc:sqlite:file:" + data + "/syncjobs.db?mode=ro"))
        .contains(data + "/syncjobs.db is read-only for the server.", "syncjobs.db-wal");
  }

  @Test
  void aFileThatIsNoDatabase() throws IOException {
    Files.writeString(database(), "No database. ".repeat(1000));

    assertThat(failure())
        .contains(data + "/syncjobs.db is damaged or isn't a SQLite database.", "backup")
        .doesNotContain("PostgreSQL");
  }

  @Test
  void aDatabaseOfALaterVersion() {
    TestServer.startIn(data).close();
    DriverManagerDataSource database =
        new DriverManagerDataSource("jdbc:sqlite:" + data.resolve("syncjobs.db"));
    assertThat(JdbcClient.create(database).sql("""
            INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
            SELECT max(installed_rank) + 1, '999', 'later', 'SQL', 'V999__later.sql', 1, 'later', 1, 1 FROM flyway_schema_history
            """).update()).isOne();

    assertThat(failure())
        .contains("tables that another version of the server made", "Start the version");
  }

  @Test
  void aFolderInThePlaceOfTheDatabase() throws IOException {
    Files.createDirectory(database());

    assertThat(failure()).contains(data + "/syncjobs.db can't be opened.", "it is a file");
  }

  @Test
  void aFileInThePlaceOfTheDataFolder() throws IOException {
    Files.createFile(data);

    assertThat(failure()).contains(data + " can't be created: there is a file of this name");
  }

  @Test
  void anUnreachablePostgresql() throws IOException {
    int port = unusedPort();

    assertThat(failure(
            URL + "jdbc:postgresql://localhost:" + port + "/sync?password=topsecret",
            "--spring.datasource.username=somebody",
            "--spring.datasource.password=topsecret"))
        .contains("database sync at localhost:" + port + " can't be reached", "runs there")
        .doesNotContain("topsecret");
  }

  @Test
  void aHostThatDoesNotExist() {
    assertThat(failure(URL + "jdbc:postgresql://nohost.invalid/sync"))
        .contains("database sync at nohost.invalid:5432 can't be reached: there is no host");
  }

  @Test
  void aDatabaseOfPostgresqlThatDoesNotExist() {
    String[] settings = Database.POSTGRESQL.newDatabase();

    assertThat(failure(settings[0] + "missing", settings[1]))
        .containsPattern("The PostgreSQL database test\\d+missing at localhost:\\d+ doesn't exist")
        .contains("Create it");
  }

  @Test
  void aReadOnlyPostgresql() {
    String[] settings = Database.POSTGRESQL.newDatabase();
    TestServer.startIn(data, settings).close();

    assertThat(failure(settings[0] + "?readOnly=true&readOnlyMode=always", settings[1]))
        .contains("is read-only.", "primary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "postgresql://somebody:topsecret@localhost/sync", "jdbc:other:sync"})
  void aUrlOfNoDatabase(String url) {
    assertThat(failure(URL + url))
        .contains("spring.datasource.url is no URL", "jdbc:postgresql://HOST:PORT/DATABASE")
        .doesNotContain("topsecret");
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "syncjobs.target-timeout|soon|isn't a duration, such as PT30S",
        "syncjobs.target-timeout|PT0S|must be a duration greater than zero",
        "syncjobs.private-targets|maybe|isn't true or false",
        "syncjobs.engine.enabled|maybe|it isn't true or false",
        "syncjobs.engine.quarantine.retries|PT6H,soon|isn't a duration",
        "syncjobs.overload.waiting|many|isn't a whole number",
        "server.address|nohost.invalid|isn't an address of this machine",
        "server.forward-headers-strategy|proxy|isn't one of native, framework, none",
        "server.tomcat.max-swallow-size|4QB|isn't a size",
        "spring.datasource.hikari.connection-timeout|1|less than 250ms",
      })
  void aWrongValue(String setting, String value, String fault) {
    assertThat(failure("--" + setting + "=" + value)).contains(setting, value, fault, "Correct");
  }

  @ParameterizedTest
  @CsvSource({
    "server.port,which can't be used: it isn't a whole number.",
    "syncjobs.overload.waiting,which isn't a whole number.",
  })
  void aWordForANumber(String setting, String fault) {
    assertThat(failure("--" + setting + "=abc"))
        .contains("The setting " + setting + " has the value ", "abc\", " + fault)
        .doesNotContain("commandLineArgs");
  }

  @Test
  void aFileOfSettingsThatIsNoYaml() throws IOException {
    Path file = Files.writeString(folder.resolve("own.yaml"), "server: [a");

    assertThat(failure("--spring.config.additional-location=file:" + file))
        .contains("A file of settings isn't valid YAML", "line 1, column 9", "application.yaml");
  }

  @Test
  void aPortInUse() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(other.getLocalPort());
      assertThat(failure("--management.server.port=" + port))
          .contains("Port " + port + " is in use", "server.port");
    }
  }

  @Test
  void aPortThatDoesNotExist() {
    assertThat(failure("--management.server.port=99999"))
        .contains("can't listen at its address: port out of range:99999", "server.port");
  }

  @Test
  void aMissingCertificate() {
    String missing = "file:" + data + "/missing.pem";

    assertThat(failure(
            "--server.ssl.certificate=" + missing,
            "--server.ssl.certificate-private-key=" + missing))
        .contains("HTTPS can't be set up", "missing.pem", "server.ssl");
  }

  @Test
  void aDamagedCertificateOfDevelopmentMode() throws IOException {
    Path key = Files.createDirectories(data).resolve("development-https-key.pem");
    Files.writeString(key, "nonsense");

    assertThat(failure("--syncjobs.development.https=true"))
        .contains(key + " can't be used: it isn't as the server wrote it", "Delete the file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"tenant_id\":"})
  void aDamagedClientOfDevelopmentMode(String text) throws IOException {
    Path client = Files.createDirectories(data).resolve("development-client.json");
    Files.writeString(client, text);

    assertThat(failure()).contains(client + " isn't in the form", "Delete it");
  }

  @Test
  void aFolderInThePlaceOfTheSecretKey() throws IOException {
    Path key = Files.createDirectories(data.resolve("secret-key.json"));

    assertThat(failure()).contains(key + " with the key that encrypts secrets can't be read");
  }

  @Test
  void aTemplateThatIsNoYaml() throws IOException {
    Path template = Files.createDirectories(data.resolve("templates")).resolve("own.yaml");
    Files.writeString(template, "id: [a\n b: :");

    assertThat(failure())
        .contains(template + " can't be used: ", "(line 2, column 3)")
        .doesNotContain("in reader");
  }

  @Test
  void templatesThatAreNoFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("own.yaml"), "id: own");

    assertThat(failure("--syncjobs.templates-dir=" + file))
        .contains(
            "The folder of templates " + file + " can't be read", "Set syncjobs.templates-dir");
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
