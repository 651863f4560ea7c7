package io.syncjobs.server.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.Jobs;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.error.ConflictException;
import io.syncjobs.client.error.ConnectionException;
import io.syncjobs.client.error.TokenException;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.ServerProcess;
import io.syncjobs.server.support.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/** Three server processes start at once on an empty PostgreSQL database; one of them is killed during the work and restarted. */
@Tag("long")
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterTest {

  private static final int NODES = 3;
  private static final int WRITERS = 6;
  private static final int CREATED_BEFORE = 150;

  private record Node(ServerProcess process, SynchronizationClient client) {}

  private final String tenant = TestServer.newId();
  private final Path folder = TestServer.newFolder();
  private final String[] settings = Database.POSTGRESQL.newDatabase();
  private final AtomicReferenceArray<Node> nodes = new AtomicReferenceArray<>(NODES);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicBoolean done = new AtomicBoolean();

  /** Acknowledged jobs by application. */
  private final Map<String, SynchronizationJob> acknowledged = new ConcurrentHashMap<>();

  @AfterAll
  void stopAll() {
    done.set(true);
    threads.shutdownNow();
    for (int node = 0; node < NODES; node++) {
      if (nodes.get(node) != null) {
        node(node).process().close();
      }
    }
  }

  @Test
  void killedNodesLoseAndDoubleNothing() throws Exception {
    CountDownLatch before = new CountDownLatch(CREATED_BEFORE);
    List<Future<Integer>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int home = i % NODES;
      writers.add(threads.submit(() -> work(home, before)));
    }
    before.await();

    node(0).process().kill();
    int atTheKill = acknowledged.size();
    while (acknowledged.size() < atTheKill + CREATED_BEFORE) {
      Thread.sleep(10); // The other nodes keep working.
    }
    nodes.set(0, start());
    int atTheReturn = acknowledged.size();
    while (acknowledged.size() < atTheReturn + CREATED_BEFORE) {
      Thread.sleep(10);
    }
    done.set(true);
    int movedOver = 0;
    for (Future<Integer> writer : writers) {
      movedOver += writer.get();
    }

    assertThat(movedOver).as("calls that the killed node left unanswered").isPositive();
    assertAllThereOnce(node(0).client());
  }

  private Node node(int number) {
    return Objects.requireNonNull(nodes.get(number));
  }

  private Node start() {
    ServerProcess process = ServerProcess.startIn(folder, settings);
    return new Node(process, process.client(tenant));
  }

  @BeforeAll
  void startAll() throws Exception {
    List<Callable<Node>> starts = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      starts.add(this::start);
    }
    int number = 0;
    for (Future<Node> started : threads.invokeAll(starts)) {
      nodes.set(number++, started.get());
    }
  }

  private Jobs jobs(int node, String application) {
    return node(node).client().application(application).jobs();
  }

  /** Creates and changes jobs at its own node as long as that answers. Returns the number of creates that another node answered. */
  private int work(int home, CountDownLatch before) throws InterruptedException {
    int movedOver = 0;
    for (int number = 0; !done.get(); number++) {
      String application = TestServer.newId();
      try {
        acknowledged.put(application, create(home, application));
      } catch (ConnectionException | TokenException e) {
        assertThat(home).as("only this node was killed").isZero();
        movedOver++;
        acknowledged.put(application, createElsewhere(1 + number % (NODES - 1), application));
      }
      before.countDown();
      Thread.sleep(20); // Leaves processor time for the node that starts.
    }
    return movedOver;
  }

  private SynchronizationJob create(int node, String application) {
    Jobs jobs = jobs(node, application);
    return started(
        jobs,
        jobs.create(new SynchronizationJobCreate().templateId("scim")).value().getId());
  }

  private static SynchronizationJob started(Jobs jobs, String id) {
    jobs.start(id);
    return jobs.get(id).value();
  }

  /** The killed node may have created the job without answering. */
  private SynchronizationJob createElsewhere(int node, String application) {
    Jobs jobs = jobs(node, application);
    try {
      return create(node, application);
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
          .ignoringFields("atOdataContext")
          .isEqualTo(entry.getValue());
    });
  }

  @Test
  void carriesOutRepeatedRequestsOnceOnAnyNodes() throws Exception {
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
        int node = i % NODES;
        calls.add(() -> node(node)
            .process()
            .raw(tenant)
            .send("POST", path, BodyPublishers.ofString("{\"templateId\":\"scim\"}"), repeatable));
      }
      String etag = "";
      for (Future<Answer> call : threads.invokeAll(calls)) {
        Answer answer = call.get();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Repeatability-Result")).isEqualTo("accepted");
        etag = etag.isEmpty() ? answer.header("ETag") : etag;
        assertThat(answer.header("ETag")).isEqualTo(etag);
      }
      assertThat(node(1).process().raw(tenant).send("GET", path).json().path("value"))
          .hasSize(1);
    }
  }
}
