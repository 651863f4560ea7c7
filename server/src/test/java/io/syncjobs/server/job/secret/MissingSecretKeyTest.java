package io.syncjobs.server.job.secret;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.syncjobs.client.Synchronization;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.SynchronizationSecret;
import io.syncjobs.client.model.SynchronizationSecretKeyStringValuePair;
import io.syncjobs.server.platform.startup.DataFolder;
import io.syncjobs.server.platform.startup.SyncJobsProperties;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/** A node whose key file lacks the key with which another node has encrypted secrets, on both databases. */
@Tag("long")
@ParameterizedClass
@EnumSource(Database.class)
@SuppressWarnings("NullAway.Init") // JUnit sets them before each test.
class MissingSecretKeyTest {

  private static final String BYTES = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

  @Parameter
  private Database database;

  private final String tenant = TestServer.newId();
  private final String application = TestServer.newId();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private TestServer server;
  private Raw raw;
  private String job;
  private Path file;
  private String ownKey;

  @BeforeEach
  void encryptOnAnotherNode() throws IOException {
    server = database.newServer(TestServer.RUNNING.toArray(String[]::new));
    raw = Raw.of(server, tenant);
    Synchronization client = server.client(tenant).application(application);
    job = client
        .jobs()
        .create(new SynchronizationJobCreate().templateId("scim"))
        .value()
        .getId();
    client
        .secrets()
        .replace(List.of(new SynchronizationSecretKeyStringValuePair()
            .key(SynchronizationSecret.SECRET_TOKEN)
            .value("t")));
    client.webhooks().set(job, "http://localhost:1/", "whsec_" + BYTES + "=");
    file = server.dataFolder().resolve("secret-key.json");
    ownKey = Files.readString(file);
    giveBothKeys();
    JdbcClient jdbc = server.bean(JdbcClient.class);
    TransactionOperations transactions = server.bean(TransactionOperations.class);
    SecretKeys other = new SecretKeys(
        server.bean(SyncJobsProperties.class), server.bean(DataFolder.class), jdbc, transactions);
    new SecretKeyRotation(jdbc, transactions, other).afterSingletonsInstantiated();
    Files.writeString(file, ownKey);
    log.start();
    logger().addAppender(log);
  }

  private void giveBothKeys() throws IOException {
    Files.writeString(
        file,
        "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"another\",\"k\":\"%s\"},%s]}"
            .formatted(BYTES, ownKey));
  }

  @AfterEach
  void stop() {
    logger().detachAppender(log);
    server.close();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger("io.syncjobs.server");
  }

  private Raw.Answer runCycle() {
    return raw.post(
        "/v1.0/sandbox/runCycle",
        "{\"applicationId\":\"%s\",\"jobId\":\"%s\"}".formatted(application, job));
  }

  private static void assertSaysWhatToDo(Raw.Answer answer) {
    answer.assertRefused(503, "serviceNotAvailable", "");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(answer.message())
        .contains("lacks the key", "syncjobs.secret-key")
        .doesNotContain("database", "another", BYTES);
  }

  @Test
  void requestsAreToldWhatTheOperatorMustDo() throws IOException {
    String container = "/v1.0/applications/" + application + "/synchronization";
    String address = Raw.jobs(application) + "/" + job;
    for (String unreadable : List.of(ownKey, "", "{\"kty\":\"oct\"")) {
      Files.writeString(file, unreadable);
      Stream.of(
              raw.send("GET", container + "/secrets"),
              raw.send("GET", container + "/secrets/$count"),
              raw.send("GET", container),
              raw.send("GET", address + "/webhook"),
              raw.post(
                  Raw.jobs(application) + "/validateCredentials", "{\"useSavedCredentials\":true}"),
              raw.post(address + "/simulate", "{}"),
              runCycle())
          .forEach(MissingSecretKeyTest::assertSaysWhatToDo);
    }
    assertThat(raw.send("GET", address).json().at("/schedule/state").asString(""))
        .as("a refused request had no effect")
        .isEqualTo("Disabled");
    giveBothKeys();
    assertThat(raw.send("GET", container + "/secrets").status()).isEqualTo(200);
  }

  @Test
  void aCycleWaitsForTheKey() throws IOException {
    String address = Raw.jobs(application) + "/" + job;
    assertThat(raw.send("POST", address + "/start").status()).isEqualTo(204);

    assertSaysWhatToDo(raw.post("/v1.0/sandbox/advanceClock", "{\"by\":\"PT1M\"}"));

    JsonNode status = raw.send("GET", address).json().path("status");
    assertThat(status.path("code").asString("")).isEqualTo("NotRun");
    assertThat(status.path("countSuccessiveCompleteFailures").asLong()).isZero();
    assertThat(status.at("/lastExecution/activityIdentifier").isNull()).isTrue();
    assertThat(status.path("quarantine").isNull()).isTrue();
    assertThat(List.copyOf(log.list))
        .anySatisfy(line ->
            assertThat(line.getFormattedMessage()).contains(job, "This node lacks the key another"))
        .filteredOn(line -> line.getFormattedMessage().contains(job))
        .allMatch(line -> line.getThrowableProxy() == null);

    giveBothKeys();
    Raw.Answer ended = runCycle();
    assertThat(ended.status()).isEqualTo(200);
    assertThat(ended.json().path("cycles")).as(ended.json().toString()).hasSize(1);
  }

  /** The schema of the job is damaged, which no request can do. */
  @Test
  void aCycleThatDoesNotEndIsNotReportedAsEnded() throws IOException {
    giveBothKeys();
    assertThat(runCycle().status()).isEqualTo(200);
    server.changeDatabase(jdbc -> jdbc.sql(
            "INSERT INTO schemas (tenant_id, application_id, job_id, document, version)"
                + " VALUES (:tenant, :application, :job, '[', 'v')")
        .param("tenant", tenant)
        .param("application", application)
        .param("job", job)
        .update());

    Raw.Answer answer = runCycle();

    answer.assertRefused(503, "serviceNotAvailable", "");
    assertThat(answer.message()).contains("log");
  }
}
