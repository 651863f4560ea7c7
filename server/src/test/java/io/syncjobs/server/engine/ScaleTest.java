package io.syncjobs.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.model.StringKeyLongValuePair;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationTaskExecution;
import io.syncjobs.client.model.SynchronizationTaskExecutionResult;
import io.syncjobs.client.model.UploadedRecord;
import io.syncjobs.server.support.ServerProcess;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.target.ScimService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A directory of many pages, on a server with little memory. {@code EngineBenchmark} measures larger ones. */
@Tag("long")
class ScaleTest {

  private static final int USERS = 1000;
  private static final int CHANGES = 10;
  private static final List<String> METHODS = List.of("GET", "POST", "PATCH", "PUT", "DELETE");

  @Test
  void aCycleTellsHowFarItIsAndTheNextCostsWhatHasChanged() throws InterruptedException {
    String[] settings = Stream.concat(
            TestServer.RUNNING.stream(), Stream.of("--syncjobs.upload.requests-per-five-seconds=0"))
        .toArray(String[]::new);
    try (ServerProcess server =
            ServerProcess.startSoon(TestServer.newFolder(), List.of("-Xmx256m"), settings);
        ScimService service = ScimService.GOLDFISH.start()) {
      String tenant = TestServer.newId();
      Tenancy tenancy =
          Tenancy.with(tenant, server.client(tenant), service.baseAddress(), service.token());
      tenancy.upload(records());
      assertThat(imported(tenancy.runInbound())).isEqualTo(USERS + 1);

      Set<Long> seen = new TreeSet<>();
      SynchronizationJob first = runAndWatch(tenancy, seen);

      assertThat(seen).hasSizeGreaterThan(2).allMatch(done -> done >= 0 && done <= USERS + 1);
      assertThat(imported(first)).isEqualTo(USERS + 1);
      // Each user costs a search and a create; the group's members are added a hundred at a time.
      assertThat(requests(service)).isLessThan(2 * USERS + USERS / 10);
      assertThat(first.getStatus().getSynchronizedEntryCountByType())
          .extracting(StringKeyLongValuePair::getValue)
          .containsExactlyInAnyOrder((long) USERS, 1L);
      assertEverybodyIsThereOnce(service);

      tenancy.upload(IntStream.range(0, CHANGES)
          .mapToObj(i -> Tenancy.user("u" + i * 100).otherMember("displayName", "Another " + i))
          .toList());
      assertThat(imported(tenancy.runInbound())).isEqualTo(CHANGES);
      int before = requests(service);
      SynchronizationJob next = tenancy.runOutbound();

      assertThat(imported(next)).isEqualTo(CHANGES);
      assertThat(service.requests("PATCH")).isPositive();
      assertThat(requests(service) - before).isBetween(CHANGES, 3 * CHANGES);
      assertThat(service.resources("User"))
          .filteredOn(user -> user.path("displayName").asString("").startsWith("Another "))
          .hasSize(CHANGES);
      assertThat(server.log())
          .noneMatch(line -> line.contains(" ERROR ") || line.contains("OutOfMemoryError"));
    }
  }

  private static List<UploadedRecord> records() {
    List<UploadedRecord> records = new ArrayList<>(
        IntStream.range(0, USERS).mapToObj(i -> Tenancy.user("u" + i)).toList());
    records.add(Tenancy.group(
        "everybody", IntStream.range(0, USERS).mapToObj(i -> "u" + i).toArray(String[]::new)));
    return records;
  }

  /** Runs a cycle and records the progress that it reports meanwhile. */
  private static SynchronizationJob runAndWatch(Tenancy tenancy, Set<Long> seen)
      throws InterruptedException {
    tenancy.outbound.start(tenancy.outboundJob);
    List<Long> inOrder = new ArrayList<>();
    SynchronizationJob job = tenancy.outbound.get(tenancy.outboundJob).value();
    while (job.getStatus().getLastExecution().getActivityIdentifier() == null) {
      job.getStatus().getProgress().forEach(progress -> {
        assertThat(progress.getTotalUnits()).isEqualTo(USERS + 1);
        inOrder.add(progress.getCompletedUnits());
      });
      TimeUnit.MILLISECONDS.sleep(50); // Leaves the cycle time to progress.
      job = tenancy.outbound.get(tenancy.outboundJob).value();
    }
    assertThat(inOrder).isSorted();
    seen.addAll(inOrder);
    return job;
  }

  private static void assertEverybodyIsThereOnce(ScimService service) {
    Map<String, String> ids = service.resources("User").stream()
        .collect(Collectors.toMap(
            user -> user.path("userName").stringValue(), user -> user.path("id").stringValue()));
    assertThat(ids.keySet())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, USERS).mapToObj(i -> "u" + i + "@example.com").toList());
    List<JsonNode> groups = service.resources("Group");
    assertThat(groups).hasSize(1);
    assertThat(groups
            .get(0)
            .path("members")
            .valueStream()
            .map(member -> member.path("value").stringValue()))
        .containsExactlyInAnyOrderElementsOf(ids.values());
  }

  private static long imported(SynchronizationJob job) {
    SynchronizationTaskExecution last = job.getStatus().getLastExecution();
    assertThat(last.getState()).isEqualTo(SynchronizationTaskExecutionResult.SUCCEEDED);
    return last.getCountImported();
  }

  private static int requests(ScimService service) {
    return METHODS.stream().mapToInt(service::requests).sum();
  }
}
