package io.syncjobs.server.web.overload;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.target.HangingTarget;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests beyond the capacity wait a little or are refused, and don't delay the admitted ones. */
@Tag("long")
class CapacityTest {

  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    callers.shutdown();
  }

  @Test
  void refusesRequestsBeyondTheCapacityAtOnce() throws Exception {
    String[] database = Database.POSTGRESQL.newDatabase();
    try (TestServer server = TestServer.start(
            with(database, "--syncjobs.overload.active=1", "--syncjobs.overload.waiting=0"));
        Connection connection = Database.connect(database)) {
      Raw raw = Raw.of(server, TestServer.newId());
      String jobs = Raw.jobs(TestServer.newId());
      lockJobs(connection);
      Future<Answer> first = callers.submit(() -> raw.send("GET", jobs));
      awaitWaiters(connection, 1);

      Answer second = raw.post(jobs, "{\"templateId\":\"scim\"}");

      second.assertRefused(503, "serviceNotAvailable", "");
      assertThat(second.header("Retry-After")).isEqualTo("1");
      connection.rollback();
      assertThat(first.get().status()).isEqualTo(200);
      assertThat(raw.send("GET", jobs).json().path("value")).isEmpty();
    }
  }

  @Test
  void letsAFewRequestsWait() throws Exception {
    String[] database = Database.POSTGRESQL.newDatabase();
    try (TestServer server = TestServer.start(
            with(database, "--syncjobs.overload.active=1", "--syncjobs.overload.max-wait=10s"));
        Connection connection = Database.connect(database)) {
      Raw raw = Raw.of(server, TestServer.newId());
      String jobs = Raw.jobs(TestServer.newId());
      lockJobs(connection);
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        answers.add(callers.submit(() -> raw.send("GET", jobs)));
      }
      awaitWaiters(connection, 1);

      connection.rollback();

      for (Future<Answer> answer : answers) {
        assertThat(answer.get().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void isNotDelayedBySlowTargets() throws Exception {
    try (TestServer server = TestServer.start(
            "--syncjobs.private-targets=true",
            "--syncjobs.overload.active=1",
            "--syncjobs.overload.waiting=0");
        HangingTarget target = new HangingTarget()) {
      Raw raw = Raw.of(server, TestServer.newId());
      String jobs = Raw.jobs(TestServer.newId());
      String check = jobs + "/validateCredentials";
      List<Future<Answer>> checks = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        checks.add(callers.submit(() -> raw.post(check, target.credentials())));
        target.awaitQuestion();
      }

      assertThat(raw.post(jobs, "{\"templateId\":\"scim\"}").status()).isEqualTo(201);
      raw.post(check, target.credentials()).assertRefused(503, "serviceNotAvailable", "");

      target.answer();
      for (Future<Answer> each : checks) {
        assertThat(each.get().status()).isEqualTo(204);
      }
    }
  }

  @Test
  void limitsTheRateOfEachTenant() {
    try (TestServer server = TestServer.start(
        "--syncjobs.overload.tenant-requests-per-second=1", "--syncjobs.overload.tenant-burst=5")) {
      Raw greedy = Raw.of(server, TestServer.newId());
      String jobs = Raw.jobs(TestServer.newId());
      List<Answer> answers = new ArrayList<>();
      for (int i = 0; i < 200 && (i == 0 || answers.get(i - 1).status() == 200); i++) {
        answers.add(greedy.send("GET", jobs));
      }

      assertThat(answers).hasSizeGreaterThan(5);
      Answer last = answers.get(answers.size() - 1);
      last.assertRefused(429, "TooManyRequests", "");
      assertThat(last.header("Retry-After")).isEqualTo("1");
      assertThat(Raw.of(server, TestServer.newId()).send("GET", jobs).status()).isEqualTo(200);
    }
  }

  /** Uses the client, which waits for the seconds in Retry-After. */
  @Test
  void servesClientsThatRetry() {
    try (TestServer server = TestServer.start(
        "--syncjobs.overload.tenant-requests-per-second=2", "--syncjobs.overload.tenant-burst=1")) {
      var jobs =
          server.client(TestServer.newId()).application(TestServer.newId()).jobs();

      for (int i = 0; i < 4; i++) {
        assertThat(jobs.list().all()).isEmpty();
      }
    }
  }

  private static String[] with(String[] settings, String... more) {
    String[] all = Arrays.copyOf(settings, settings.length + more.length);
    System.arraycopy(more, 0, all, settings.length, more.length);
    return all;
  }

  private static void lockJobs(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE");
    }
  }

  private static void awaitWaiters(Connection connection, int count) throws Exception {
    try (Statement statement = connection.createStatement()) {
      for (int waiting = 0; waiting < count; TimeUnit.MILLISECONDS.sleep(5)) {
        try (ResultSet result = statement.executeQuery(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'jobs'::regclass")) {
          result.next();
          waiting = result.getInt(1);
        }
      }
    }
  }
}
