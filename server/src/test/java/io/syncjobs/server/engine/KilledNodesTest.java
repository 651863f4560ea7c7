package io.syncjobs.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.model.StringKeyLongValuePair;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationTaskExecutionResult;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.ServerProcess;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.target.ScimService;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/** Three nodes on one PostgreSQL: the node that runs the cycle is killed six times, and the target still ends up complete and without duplicates. */
@Tag("long")
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledNodesTest {

  private static final int NODES = 3;
  private static final int KILLS = 6;
  private static final int USERS = 400;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Path folder = TestServer.newFolder();
  private final ExecutorService threads = Executors.newFixedThreadPool(NODES);
  private final AtomicInteger started = new AtomicInteger();
  private final Map<String, ServerProcess> nodes = new ConcurrentHashMap<>();
  private EmbeddedPostgres postgres;
  private String[] database;
  private ScimService service;

  @BeforeAll
  void start() throws Exception {
    postgres = Database.startPostgres();
    database = Database.settings(postgres, "kills");
    service = ScimService.GOLDFISH.start();
    for (Future<?> start :
        threads.invokeAll(Collections.nCopies(NODES, Executors.callable(this::startNode)))) {
      start.get();
    }
  }

  @AfterAll
  void stop() throws Exception {
    threads.shutdown();
    nodes.values().forEach(ServerProcess::close);
    service.close();
    postgres.close();
  }

  private void startNode() {
    String name = "node" + started.incrementAndGet();
    List<String> settings = new ArrayList<>(List.of(database));
    settings.addAll(TestServer.RUNNING);
    // Two seconds after a kill, others take the node for dead. Other tests keep the default, as a
    // busy machine may be silent for that long.
    settings.add("--db-scheduler.heartbeat-interval=500ms");
    settings.add("--db-scheduler.scheduler-name=" + name);
    settings.add("--syncjobs.engine.page-size=20");
    settings.add("--syncjobs.engine.concurrency=2");
    nodes.put(name, ServerProcess.startIn(folder, settings.toArray(String[]::new)));
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void othersFinishWhatAKilledNodeBegan() throws Exception {
    String tenant = TestServer.newId();
    Tenancy tenancy =
        Tenancy.with(tenant, anyNode().client(tenant), service.baseAddress(), service.token());
    tenancy.upload(IntStream.range(0, USERS)
        .mapToObj(i -> i == 0 ? Tenancy.user("u0") : Tenancy.user("u" + i, "u" + (i / 2)))
        .toList());
    tenancy.runInbound();
    int[] points = random.ints(1, USERS - 10).distinct().limit(KILLS).sorted().toArray();
    List<Future<?>> starts = new ArrayList<>();

    tenancy.outbound.start(tenancy.outboundJob);
    for (int point : points) {
      ScimService.Hold hold = service.holdAt(point);
      hold.reached().await();
      killWhoRuns(tenancy.outboundJob);
      // The target still processes requests that the killed node had sent.
      hold.released().countDown();
      starts.add(threads.submit(this::startNode));
    }
    for (Future<?> start : starts) {
      start.get();
    }

    // The tenancy's client may point to a killed node.
    SynchronizationJob job = anyNode()
        .client(tenancy.id)
        .application(tenancy.outboundApplication)
        .jobs()
        .waitUntil(
            tenancy.outboundJob,
            now -> now.getStatus().getLastExecution().getActivityIdentifier() != null,
            Duration.ofMinutes(5))
        .value();
    assertThat(job.getStatus().getLastExecution().getState())
        .as("seed %s", seed)
        .isEqualTo(SynchronizationTaskExecutionResult.SUCCEEDED);
    List<JsonNode> users = service.resources("User");
    assertThat(users.stream().map(user -> user.path("userName").stringValue()))
        .as("seed %s", seed)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, USERS).mapToObj(i -> "u" + i + "@example.com").toList());
    assertManagers(users);
    assertThat(job.getStatus().getSynchronizedEntryCountByType())
        .extracting(StringKeyLongValuePair::getValue)
        .containsExactly((long) USERS);
    assertThat(nodes.values().stream().flatMap(node -> node.log().stream()))
        .noneMatch(line -> line.contains(" ERROR "));
  }

  private static void assertManagers(List<JsonNode> users) {
    Map<String, String> ids = new HashMap<>();
    users.forEach(
        user -> ids.put(user.path("userName").stringValue(), user.path("id").stringValue()));
    for (int i = 1; i < USERS; i++) {
      String name = "u" + i + "@example.com";
      String manager = ids.get("u" + i / 2 + "@example.com");
      assertThat(users.stream()
              .filter(user -> user.path("userName").stringValue().equals(name))
              .map(user -> user.path(Tenancy.ENTERPRISE).at("/manager/value").asString("")))
          .containsExactly(String.valueOf(manager));
    }
  }

  private ServerProcess anyNode() {
    return nodes.values().iterator().next();
  }

  private void killWhoRuns(String job) throws SQLException, InterruptedException {
    String runner = runner(job);
    while (!nodes.containsKey(runner)) {
      TimeUnit.MILLISECONDS.sleep(20); // Waits for another node to take over.
      runner = runner(job);
    }
    Objects.requireNonNull(nodes.remove(runner)).kill();
  }

  private String runner(String job) throws SQLException {
    try (Connection connection = postgres.getDatabase("postgres", "kills").getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(
            "SELECT picked_by FROM scheduled_tasks WHERE picked AND task_instance LIKE '%" + job
                + "'")) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }
}
