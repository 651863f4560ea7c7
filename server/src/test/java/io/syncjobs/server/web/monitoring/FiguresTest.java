package io.syncjobs.server.web.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Metrics of Prometheus, before and after events, of a server that no other class calls. */
@ParameterizedClass
@EnumSource(Database.class)
class FiguresTest {

  private static final String JOB = "{\"templateId\":\"scim\"}";
  private static final Map<Database, TestServer> SERVERS = new EnumMap<>(Database.class);

  private final Database database;
  private final TestServer server;
  private final Endpoints endpoints;
  private final Raw raw;

  FiguresTest(Database database) {
    this.database = database;
    server = SERVERS.computeIfAbsent(database, Database::newServer);
    endpoints = Endpoints.of(server);
    raw = Raw.of(server, TestServer.newId());
  }

  @AfterAll
  static void stop() {
    SERVERS.values().forEach(TestServer::close);
    SERVERS.clear();
  }

  @Test
  void countsRequestsByOperationAndStatus() {
    String application = TestServer.newId();
    String jobs = Raw.jobs(application);
    Requests created = requests("createJob", 201);
    Requests repeated = requests("createJob", 409);
    Requests invalid = requests("createJob", 400);
    Requests listed = requests("listJobs", 200);
    Requests withoutToken = requests("listJobs", 401);
    Requests unknown = requests("none", 404);

    raw.post(jobs, JOB);
    raw.post(jobs.replace("v1.0", "beta"), JOB);
    raw.post(jobs, "{}");
    raw.send("GET", jobs);
    Raw.with(server, "").send("GET", jobs);
    raw.send("GET", "/v1.0/nothing/" + TestServer.newId());

    for (Requests each : List.of(created, repeated, invalid, listed, withoutToken, unknown)) {
      assertThat(each.awaitNew()).as(each.toString()).isEqualTo(1);
    }
    assertThat(endpoints.get("/actuator/prometheus").body())
        .as("text of callers isn't a label")
        .doesNotContain(application, "/v1.0/nothing", "/actuator/");
  }

  private Requests requests(String operation, int status) {
    return new Requests(endpoints, operation, status, Requests.count(endpoints, operation, status));
  }

  /** The number of requests to an operation with a status, at some time. */
  private record Requests(Endpoints endpoints, String operation, int status, double before) {

    static double count(Endpoints endpoints, String operation, int status) {
      return endpoints.figure(
          "http_server_requests_seconds_count",
          "operation",
          operation,
          "status",
          String.valueOf(status));
    }

    /** The number of requests since then. Waits, since the server sends an answer a moment before it counts it. */
    double awaitNew() {
      for (int i = 0; i < 100 && count(endpoints, operation, status) == before; i++) {
        Thread.onSpinWait();
      }
      return count(endpoints, operation, status) - before;
    }
  }

  @Test
  void countsJobsByStateOverAllTenants() {
    // Another server, since one counts its jobs every ten seconds.
    try (TestServer fresh = database.newServer()) {
      for (int i = 0; i < 3; i++) {
        Raw.of(fresh, TestServer.newId()).post(Raw.jobs(TestServer.newId()), JOB);
      }
      Raw.of(fresh, TestServer.newId())
          .post(
              Raw.jobs(TestServer.newId()),
              "{\"templateId\":\"scim\",\"schedule\":{\"state\":\"Active\"}}");
      Endpoints figures = Endpoints.of(fresh);

      assertThat(jobs(figures, "PAUSED", "DISABLED")).isEqualTo(3);
      assertThat(jobs(figures, "NOT_RUN", "ACTIVE")).isEqualTo(1);
      assertThat(figures.figure("syncjobs_jobs")).isEqualTo(4);
    }
  }

  private static double jobs(Endpoints figures, String status, String schedule) {
    return figures.figure("syncjobs_jobs", "status", status, "schedule", schedule);
  }

  @Test
  void measuresTransactions() {
    String jobs = Raw.jobs(TestServer.newId());
    double committed = transactions("committed");
    double rolledBack = transactions("rolledBack");

    raw.post(jobs, JOB);
    raw.post(jobs.replace("applications", "servicePrincipals"), JOB);

    String page = endpoints.get("/actuator/prometheus").body();
    assertThat(transactionNames(page))
        .contains("JobEditing.create")
        .allMatch(name -> name.matches("[A-Z][A-Za-z]+[.][a-z][A-Za-z]+|other"));
    assertThat(transactions("committed") - committed).isEqualTo(1);
    assertThat(transactions("rolledBack") - rolledBack).isEqualTo(1);
    assertThat(endpoints.figure("syncjobs_disk_seconds_count") > 0)
        .as("PostgreSQL waits for the disk itself")
        .isEqualTo(database == Database.SQLITE);
    assertThat(endpoints.figure("hikaricp_connections_usage_seconds_count")).isPositive();
    assertThat(endpoints.figure("hikaricp_connections_acquire_seconds_count")).isPositive();
  }

  private static Set<String> transactionNames(String page) {
    return Pattern.compile("syncjobs_transactions_seconds_count\\{.*transaction=\"(.*?)\"")
        .matcher(page)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  private double transactions(String outcome) {
    return endpoints.figure(
        "syncjobs_transactions_seconds_count",
        "outcome",
        outcome,
        "transaction",
        "JobEditing.create");
  }
}
