package io.syncjobs.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.Jobs;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.server.support.Documents;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.target.ScimService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the tour, from an upload to a SCIM service, in a shell with curl. */
class TourTest {

  private static final String HR = "1a03de52-b9c3-4e2c-a1e3-9145aaa8e530";
  private static final String APP = "c2f1a9de-7b3e-4a55-9d0f-2f6f2d0c1b7a";

  /** Environment of a tour: server, SCIM service, tenant, and the file of shell variables. */
  private record Tour(TestServer server, ScimService service, String tenant, Path variables) {}

  @Test
  void itLeadsWhereItSays(@TempDir Path folder) throws Exception {
    List<String> blocks = blocks();
    assertThat(blocks).hasSize(6);
    try (TestServer server = TestServer.start(TestServer.RUNNING.toArray(String[]::new));
        ScimService service = ScimService.SCIMPLE.start()) {
      Tour tour = new Tour(
          server, service, TestServer.newId(), Files.createFile(folder.resolve("variables")));

      assertThat(run(tour, blocks.get(1))).contains("202");
      await(tour, HR, job -> counted(job) == 3);
      assertThat(run(tour, blocks.get(2))).contains("204");
      await(tour, APP, job -> counted(job) == 3);
      assertThat(run(tour, blocks.get(3)))
          .contains("ada@example.com", "bob@example.com")
          .contains("\"countExported\":4");
      assertThat(service.resources("Group").get(0).path("members")).hasSize(2);
      assertThat(run(tour, blocks.get(4))).contains("202");
      await(tour, HR, job -> job.getStatus().getLastExecution().getCountEscrowed() == 1);
      String end = run(tour, blocks.get(5));
      assertThat(end).contains("\"countEscrowed\":1");
      JsonNode log =
          JsonMapper.shared().readTree(end.substring(end.lastIndexOf("{\"@odata.context")));
      assertThat(log.at("/value/0/sourceIdentity/id").stringValue()).isEqualTo("kim");
    }
  }

  private static long counted(SynchronizationJob job) {
    return job.getStatus().getSynchronizedEntryCountByType().stream()
        .mapToLong(count -> count.getValue())
        .sum();
  }

  private static void await(Tour tour, String application, Predicate<SynchronizationJob> wanted) {
    Jobs jobs = tour.server.client(tour.tenant).application(application).jobs();
    jobs.waitUntil(
        jobs.list().items().get(0).getId(),
        job -> job.getStatus().getProgress().isEmpty() && wanted.test(job),
        Duration.ofSeconds(60));
  }

  private static List<String> blocks() throws IOException {
    List<String> shell = Documents.blocks(Documents.TOUR).stream()
        .filter(block -> block.language().equals("sh"))
        .map(Documents.Block::text)
        .toList();
    int first = 0;
    while (!shell.get(first).contains("exec:java@scim-server")) {
      first++;
    }
    return shell.subList(first, shell.size());
  }

  /** Runs a block with the variables that the previous one exported. */
  private static String run(Tour tour, String block) throws IOException, InterruptedException {
    String script = "set -e\n. " + tour.variables + "\n"
        + block
            .replace("http://localhost:8080", tour.server.origin())
            .replace("http://localhost:8081/scim/v2", tour.service.baseAddress())
            .replaceAll("TOKEN=….*", "TOKEN=" + tour.server.token(tour.tenant, TestServer.ALL))
        + "export -p > " + tour.variables + "\n";
    Process shell =
        new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(output).isZero();
    return output;
  }
}
