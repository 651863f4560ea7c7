package io.syncjobs.server.web.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Metrics of Prometheus, before and after events. */
@ParameterizedClass
@EnumSource(Database.class)
class FiguresTest {

  private static final String JOB = "{\"templateId\":\"scim\"}";

  private final Database database;

  FiguresTest(Database database) {
    this.database = database;
  }

  @Test
  void countsRequestsByOperationAndStatus() {
    try (TestServer server = database.newServer()) {
      Endpoints endpoints = Endpoints.of(server);
      Raw raw = Raw.of(server, TestServer.newId());
      String application = TestServer.newId();
      String jobs = Raw.jobs(application);
      assertThat(requests(endpoints, "createJob", 201)).isZero();

      raw.post(jobs, JOB);
      raw.post(jobs.replace("v1.0", "beta"), JOB);
      raw.post(jobs, "{}");
      raw.send("GET", jobs);
      Raw.with(server, "").send("GET", jobs);
      raw.send("GET", "/v1.0/nothing/" + TestServer.newId());

      assertCounted(endpoints, "createJob", 201);
      assertCounted(endpoints, "createJob", 409);
      assertCounted(endpoints, "createJob", 400);
      assertCounted(endpoints, "listJobs", 200);
      assertCounted(endpoints, "listJobs", 401);
      assertCounted(endpoints, "none", 404);
      assertThat(endpoints.get("/actuator/prometheus").body())
          .as("text of callers isn't a label")
          .doesNotContain(application, "/v1.0/nothing", "/actuator/");
    }
  }

  /** Waits, since the server sends an answer a moment before it counts it. */
  private static void assertCounted(Endpoints endpoints, String operation, int status) {
    for (int i = 0; i < 100 && requests(endpoints, operation, status) == 0; i++) {
      Thread.onSpinWait();
    }
    assertThat(requests(endpoints, operation, status)).isEqualTo(1);
  }

  private static double requests(Endpoints endpoints, String operation, int status) {
    return endpoints.figure(
        "http_server_requests_seconds_count",
        "operation",
        operation,
        "status",
        String.valueOf(status));
  }

  @Test
  void countsJobsByStateOverAllTenants() {
    try (TestServer server = database.newServer()) {
      for (int i = 0; i < 3; i++) {
        Raw.of(server, TestServer.newId()).post(Raw.jobs(TestServer.newId()), JOB);
      }
      Raw.of(server, TestServer.newId())
          .post(
              Raw.jobs(TestServer.newId()),
              "{\"templateId\":\"scim\",\"schedule\":{\"state\":\"Active\"}}");
      Endpoints endpoints = Endpoints.of(server);

      assertThat(jobs(endpoints, "PAUSED", "DISABLED")).isEqualTo(3);
      assertThat(jobs(endpoints, "NOT_RUN", "ACTIVE")).isEqualTo(1);
      assertThat(endpoints.figure("syncjobs_jobs")).isEqualTo(4);
    }
  }

  private static double jobs(Endpoints endpoints, String status, String schedule) {
    return endpoints.figure("syncjobs_jobs", "status", status, "schedule", schedule);
  }

  @Test
  void measuresTransactions() {
    try (TestServer server = database.newServer()) {
      Endpoints endpoints = Endpoints.of(server);
      Raw raw = Raw.of(server, TestServer.newId());
      String jobs = Raw.jobs(TestServer.newId());

      raw.post(jobs, JOB);
      raw.post(jobs.replace("applications", "servicePrincipals"), JOB);

      String page = endpoints.get("/actuator/prometheus").body();
      assertThat(transactionNames(page))
          .contains("JobEditing.create")
          .allMatch(name -> name.matches("[A-Z][A-Za-z]+[.][a-z][A-Za-z]+"));
      assertThat(transactions(endpoints, "committed")).isEqualTo(1);
      assertThat(transactions(endpoints, "rolledBack")).isEqualTo(1);
      assertThat(endpoints.figure("syncjobs_disk_seconds_count") > 0)
          .as("PostgreSQL waits for the disk itself")
          .isEqualTo(database == Database.SQLITE);
      assertThat(endpoints.figure("hikaricp_connections_usage_seconds_count")).isPositive();
      assertThat(endpoints.figure("hikaricp_connections_acquire_seconds_count")).isPositive();
    }
  }

  private static Set<String> transactionNames(String page) {
    return Pattern.compile("syncjobs_transactions_seconds_count\\{.*transaction=\"(.*?)\"")
        .matcher(page)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  private static double transactions(Endpoints endpoints, String outcome) {
    return endpoints.figure(
        "syncjobs_transactions_seconds_count",
        "outcome",
        outcome,
        "transaction",
        "JobEditing.create");
  }
}
