package io.syncjobs.server.web.overload;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.ServerProcess;
import io.syncjobs.server.support.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A server with a small heap refuses some of many large requests, and survives. */
@Tag("long")
@Isolated
class MemoryTest {

  private static final int CONNECTIONS = 500;

  @Test
  void servesFiveHundredConnectionsWithASmallHeap() throws Exception {
    byte[] schema = LargeSchema.ofBytes(8_000_000).getBytes(StandardCharsets.UTF_8);
    ExecutorService callers = Executors.newFixedThreadPool(CONNECTIONS);
    try (ServerProcess server = ServerProcess.startSoon(
        TestServer.newFolder(),
        List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError"),
        // On a busy machine, this many callers in one process pause for long.
        "--server.tomcat.connection-timeout=3m",
        "--syncjobs.overload.patience=3m")) {
      // Refusals come at once; admitted requests can take as long as a slow machine needs.
      Raw raw = server.raw(TestServer.newId()).within(Duration.ofMinutes(3));
      String jobs = Raw.jobs(TestServer.newId());
      String job = jobs + "/"
          + raw.post(jobs, "{\"templateId\":\"scim\"}").json().path("id").asString("");
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        int caller = i;
        answers.add(callers.submit(() -> switch (caller % 4) {
          case 0 ->
            raw.send(
                    "PUT",
                    job + "/schema",
                    BodyPublishers.ofByteArray(schema),
                    "Content-Type",
                    "application/json")
                .status();
          case 1 -> raw.send("GET", job + "/schema").status();
          case 2 ->
            raw.post(Raw.jobs(TestServer.newId()), "{\"templateId\":\"scim\"}").status();
          default -> raw.send("GET", jobs).status();
        }));
      }

      Map<Integer, Integer> statuses = new TreeMap<>();
      for (Future<Integer> answer : answers) {
        statuses.merge(answer.get(), 1, Integer::sum);
      }

      assertThat(statuses.keySet()).isSubsetOf(200, 201, 204, 503).contains(200, 201, 204);
      assertThat(server.runs()).isTrue();
      assertThat(raw.send("GET", job).status()).isEqualTo(200);
    } finally {
      callers.shutdown();
    }
  }
}
