package io.syncjobs.server.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.syncjobs.client.Jobs;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.http.StallableProxy;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Databases that stop, hang, fill up or become read-only, and recover. Runs alone, since answers must come in time. */
@Tag("long")
@Isolated
class OutageTest {

  /** Maximum time of an answer in any state of the database. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static final Duration OUTAGE = Duration.ofSeconds(10);
  private static final String JOB = "{\"templateId\":\"scim\"}";

  private final String tenant = TestServer.newId();

  /** Both outages at once, since they are mostly spent waiting. */
  @Test
  void postgresqlGoesAwayOrIsNotReachedForTenSeconds() throws Exception {
    ExecutorService outages = Executors.newFixedThreadPool(2);
    try {
      for (Future<Void> outage :
          outages.invokeAll(List.<Callable<Void>>of(this::goesAway, this::isNotReached))) {
        outage.get();
      }
    } finally {
      outages.shutdown();
    }
  }

  private Void goesAway() throws IOException {
    Path folder = Files.createTempDirectory("syncjobs-test");
    EmbeddedPostgres postgres = Database.startPostgres(folder, 0);
    int port = postgres.getPort();
    List<String> settings = new ArrayList<>(List.of(Database.settings(postgres, "gone")));
    settings.addAll(TestServer.RUNNING);
    try (TestServer server = TestServer.start(settings.toArray(String[]::new))) {
      Jobs jobs = server.client(tenant).application(TestServer.newId()).jobs();
      jobs.start(
          jobs.create(new SynchronizationJobCreate().templateId("scim")).value().getId());
      Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
      ListAppender<ILoggingEvent> logged = new ListAppender<>();
      logged.start();
      root.addAppender(logged);
      try {
        assertOutage(server, () -> close(postgres), () -> Database.startPostgres(folder, port));
      } finally {
        root.detachAppender(logged);
      }
      assertThat(List.copyOf(logged.list))
          .as("nobody needs to act on an outage that ends")
          .noneMatch(line -> line.getLevel() == Level.ERROR)
          .filteredOn(line -> line.getLoggerName().endsWith(".SchedulerReport"))
          .isNotEmpty();
    }
    return null;
  }

  private Void isNotReached() throws IOException {
    try (EmbeddedPostgres postgres = Database.startPostgres();
        StallableProxy proxy = StallableProxy.to(postgres.getPort());
        TestServer server =
            TestServer.start(Database.settings(postgres, "unreachable", proxy.port()))) {
      assertOutage(server, proxy::holdUp, proxy::letPass);
    }
    return null;
  }

  private static void close(EmbeddedPostgres postgres) {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Calls the server from several threads before, during and after an outage. */
  private void assertOutage(TestServer server, Runnable begin, Runnable end) {
    Raw raw = Raw.of(server, tenant).within(LIMIT);
    String jobs = Raw.jobs(TestServer.newId());
    assertThat(raw.post(jobs, JOB).status()).isEqualTo(201);

    begin.run();
    Instant until = Instant.now().plus(OUTAGE);
    List<Supplier<Answer>> calls = List.of(
        () -> raw.post(Raw.jobs(TestServer.newId()), JOB),
        () -> raw.send("GET", jobs),
        () -> raw.send("GET", jobs + "/$count"),
        () -> raw.send("GET", jobs.replace("/jobs", "/secrets")));
    List<CompletableFuture<List<Answer>>> callers = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    for (int i = 0; i < 8; i++) {
      Supplier<Answer> call = calls.get(i % calls.size());
      callers.add(CompletableFuture.supplyAsync(
          () -> {
            List<Answer> answers = new ArrayList<>();
            while (Instant.now().isBefore(until)) {
              answers.add(call.get());
            }
            return answers;
          },
          threads));
    }
    for (CompletableFuture<List<Answer>> caller : callers) {
      assertThat(caller.join()).isNotEmpty().allSatisfy(answer -> {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("serviceNotAvailable");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
      });
    }
    threads.shutdown();
    assertThat(raw.send("GET", "/v1.0/$metadata").status()).as("needs no data").isEqualTo(200);

    end.run();
    Answer after = raw.send("GET", jobs);
    for (int i = 0; after.status() == 503 && i < 20; i++) {
      after = raw.send("GET", jobs);
    }
    assertThat(after.status()).isEqualTo(200);
    assertThat(after.json().path("value")).hasSize(1);
    assertThat(raw.post(Raw.jobs(TestServer.newId()), JOB).status()).isEqualTo(201);
  }

  @Test
  void fullSqliteKeepsItsData() {
    Path folder = TestServer.newFolder();
    List<String> created = new ArrayList<>();
    String full;
    // Limits the size of the SQLite file, so that it is full long before the disk.
    try (TestServer server = TestServer.startIn(
        folder, "--spring.datasource.hikari.connection-init-sql=PRAGMA max_page_count = 60")) {
      Raw raw = Raw.of(server, tenant);
      String application = TestServer.newId();
      Answer answer = raw.post(Raw.jobs(application), JOB);
      while (answer.status() == 201) {
        created.add(application);
        application = TestServer.newId();
        answer = raw.post(Raw.jobs(application), JOB);
      }
      full = application;
      answer.assertRefused(507, "insufficientStorage", "");
      assertThat(created).isNotEmpty();
      assertThat(raw.post(Raw.jobs(full), JOB).status()).isEqualTo(507);
      assertThat(raw.send("GET", Raw.jobs(created.get(0))).status()).isEqualTo(200);
    }
    try (TestServer server = TestServer.startIn(folder)) {
      Raw raw = Raw.of(server, tenant);
      for (String application : created) {
        assertThat(raw.send("GET", Raw.jobs(application)).json().path("value")).hasSize(1);
      }
      assertThat(raw.send("GET", Raw.jobs(full)).json().path("value")).isEmpty();
      assertThat(raw.post(Raw.jobs(full), JOB).status()).isEqualTo(201);
      assertSound(server);
    }
  }

  @Test
  void readsFromASqliteThatRefusesWrites() {
    Path folder = TestServer.newFolder();
    String application = TestServer.newId();
    try (TestServer server = TestServer.startIn(folder)) {
      assertThat(Raw.of(server, tenant).post(Raw.jobs(application), JOB).status())
          .isEqualTo(201);
    }
    try (TestServer server = TestServer.startIn(
        folder, "--spring.datasource.hikari.connection-init-sql=PRAGMA query_only = ON")) {
      Raw raw = Raw.of(server, tenant);
      Answer refused = raw.post(Raw.jobs(TestServer.newId()), JOB);
      refused.assertRefused(503, "serviceNotAvailable", "");
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(raw.send("GET", Raw.jobs(application)).json().path("value")).hasSize(1);
    }
    try (TestServer server = TestServer.startIn(folder)) {
      assertSound(server);
    }
  }

  private static void assertSound(TestServer server) {
    assertThat(server
            .bean(JdbcClient.class)
            .sql("PRAGMA integrity_check")
            .query(String.class)
            .single())
        .isEqualTo("ok");
  }
}
