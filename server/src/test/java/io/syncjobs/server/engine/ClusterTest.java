package io.syncjobs.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.Jobs;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.error.ConflictException;
import io.syncjobs.client.error.ConnectionException;
import io.syncjobs.client.error.TokenException;
import io.syncjobs.client.model.StringKeyLongValuePair;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.SynchronizationTaskExecutionResult;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.target.ScimService;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Three nodes on one PostgreSQL, which start at once on an empty database, and are killed during the work and replaced. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterTest {

  private static final int NODES = 3;
  private static final int WRITERS = 6;
  private static final int CREATED_BEFORE = 75;
  private static final int KILLS = 6;
  private static final int USERS = 400;

  private final String tenant = TestServer.newId();
  private final Nodes nodes = new Nodes();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicBoolean done = new AtomicBoolean();

  /** Acknowledged jobs by application. */
  private final Map<String, SynchronizationJob> acknowledged = new ConcurrentHashMap<>();

  @BeforeEach
  void startMissingNodes() throws Exception {
    nodes.ensure(NODES);
  }

  @AfterAll
  void stopAll() {
    done.set(true);
    threads.shutdownNow();
    nodes.close();
  }

  @Test
  void killedNodesLoseAndDoubleNothing() throws Exception {
    CountDownLatch before = new CountDownLatch(CREATED_BEFORE);
    List<String> names = nodes.names();
    List<SynchronizationClient> clients =
        names.stream().map(name -> nodes.node(name).client(tenant)).toList();
    List<Future<Integer>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int home = i % NODES;
      writers.add(threads.submit(() -> work(clients, home, before)));
    }
    before.await();

    nodes.kill(names.get(0));
    awaitMore();
    nodes.start();
    awaitMore();
    done.set(true);
    int movedOver = 0;
    for (Future<Integer> writer : writers) {
      movedOver += writer.get();
    }

    assertThat(movedOver).as("calls that the killed node left unanswered").isPositive();
    assertAllThereOnce(nodes.anyClient(tenant));
  }

  private void awaitMore() throws InterruptedException {
    int now = acknowledged.size();
    while (acknowledged.size() < now + CREATED_BEFORE) {
      Thread.sleep(10); // The other nodes keep working.
    }
  }

  /** Creates and changes jobs at its own node as long as that answers. Returns the number of creates that another node answered. */
  private int work(List<SynchronizationClient> clients, int home, CountDownLatch before)
      throws InterruptedException {
    int movedOver = 0;
    for (int number = 0; !done.get(); number++) {
      String application = TestServer.newId();
      try {
        acknowledged.put(application, create(clients.get(home), application));
      } catch (ConnectionException | TokenException e) {
        assertThat(home).as("only this node is killed").isZero();
        movedOver++;
        SynchronizationClient other = clients.get(1 + number % (NODES - 1));
        acknowledged.put(application, createElsewhere(other, application));
      }
      before.countDown();
      Thread.sleep(20); // Leaves processor time for the node that starts.
    }
    return movedOver;
  }

  private static SynchronizationJob create(SynchronizationClient client, String application) {
    Jobs jobs = client.application(application).jobs();
    return started(
        jobs,
        jobs.create(new SynchronizationJobCreate().templateId("scim")).value().getId());
  }

  private static SynchronizationJob started(Jobs jobs, String id) {
    jobs.start(id);
    return jobs.get(id).value();
  }

  /** The killed node may have created the job without answering. */
  private static SynchronizationJob createElsewhere(
      SynchronizationClient client, String application) {
    Jobs jobs = client.application(application).jobs();
    try {
      return create(client, application);
    } catch (ConflictException e) {
      return started(jobs, Objects.requireNonNull(e.details().get(0).getMessage()));
    }
  }

  private void assertAllThereOnce(SynchronizationClient client) {
    acknowledged.entrySet().parallelStream().forEach(entry -> {
      List<SynchronizationJob> found =
          client.application(entry.getKey()).jobs().list().all().toList();
      assertThat(found).hasSize(1);
      assertThat(found.get(0))
          .usingRecursiveComparison()
          .ignoringFields("atOdataContext", "status")
          .isEqualTo(entry.getValue());
    });
  }

  @Test
  void carriesOutRepeatedRequestsOnceOnAnyNodes() throws Exception {
    List<Raw> raws =
        nodes.names().stream().map(name -> nodes.node(name).raw(tenant)).toList();
    for (int round = 0; round < 10; round++) {
      String path = "/v1.0/applications/" + TestServer.newId() + "/synchronization/jobs";
      String[] repeatable = {
        "Content-Type",
        "application/json",
        "Repeatability-Request-ID",
        TestServer.newId(),
        "Repeatability-First-Sent",
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .format(ZonedDateTime.now(ZoneOffset.UTC))
      };
      List<Callable<Answer>> calls = new ArrayList<>();
      for (int i = 0; i < 2 * NODES; i++) {
        Raw raw = raws.get(i % NODES);
        calls.add(() -> raw.send(
            "POST", path, BodyPublishers.ofString("{\"templateId\":\"scim\"}"), repeatable));
      }
      String etag = "";
      for (Future<Answer> call : threads.invokeAll(calls)) {
        Answer answer = call.get();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Repeatability-Result")).isEqualTo("accepted");
        etag = etag.isEmpty() ? answer.header("ETag") : etag;
        assertThat(answer.header("ETag")).isEqualTo(etag);
      }
      assertThat(raws.get(1).send("GET", path).json().path("value")).hasSize(1);
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void othersFinishWhatAKilledNodeBegan() throws Exception {
    long seed = System.nanoTime();
    try (ScimService service = ScimService.GOLDFISH.start()) {
      String another = TestServer.newId();
      Tenancy tenancy =
          Tenancy.with(another, nodes.anyClient(another), service.baseAddress(), service.token());
      tenancy.upload(IntStream.range(0, USERS)
          .mapToObj(i -> i == 0 ? Tenancy.user("u0") : Tenancy.user("u" + i, "u" + (i / 2)))
          .toList());
      tenancy.runInbound();
      int[] points =
          new Random(seed).ints(1, USERS - 10).distinct().limit(KILLS).sorted().toArray();
      List<Future<?>> starts = new ArrayList<>();
      int kills = 0;

      tenancy.outbound.start(tenancy.outboundJob);
      for (int point : points) {
        ScimService.Hold hold = service.holdAt(point);
        hold.reached().await();
        nodes.killRunner(tenancy.outboundJob);
        // The target still processes requests that the killed node had sent.
        hold.released().countDown();
        // One node is left in the end.
        if (++kills <= KILLS - (NODES - 1)) {
          starts.add(threads.submit(nodes::start));
        }
      }
      for (Future<?> start : starts) {
        start.get();
      }

      // The tenancy's client may point to a killed node.
      SynchronizationJob job = nodes
          .anyClient(tenancy.id)
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
      assertThat(nodes.log()).noneMatch(line -> line.contains(" ERROR "));
    }
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
}
