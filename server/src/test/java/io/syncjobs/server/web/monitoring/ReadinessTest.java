package io.syncjobs.server.web.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.http.StallableProxy;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Answers to probes while the database is down, each within 5 seconds. */
class ReadinessTest {

  @Test
  void isLiveButNotReadyWithoutItsDatabase() throws IOException {
    EmbeddedPostgres postgres = Database.startPostgres();
    try (StallableProxy proxy = StallableProxy.to(postgres.getPort());
        TestServer server = TestServer.start(Database.settings(postgres, "ready", proxy.port()))) {
      Endpoints endpoints = Endpoints.of(server);
      assertThat(endpoints.figure("syncjobs_jobs")).isZero();
      assertReady(endpoints, 200);

      proxy.holdUp();
      assertReady(endpoints, 503);

      proxy.letPass();
      for (int i = 0; i < 20 && ready(endpoints).statusCode() == 503; i++) {
        Thread.onSpinWait();
      }
      assertReady(endpoints, 200);

      postgres.close();
      assertReady(endpoints, 503);
      assertThat(endpoints.get("/actuator/prometheus").statusCode()).isEqualTo(200);
    }
  }

  private static void assertReady(Endpoints endpoints, int status) {
    HttpResponse<String> answer = ready(endpoints);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body())
        .isEqualTo(status == 200 ? "{\"status\":\"UP\"}" : "{\"status\":\"DOWN\"}");
    assertThat(endpoints.get("/actuator/health").statusCode()).isEqualTo(status);
    assertThat(endpoints.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> ready(Endpoints endpoints) {
    return endpoints.get("/actuator/health/readiness");
  }
}
