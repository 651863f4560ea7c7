package io.syncjobs.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.error.BadRequestException;
import io.syncjobs.client.model.ErrorCode;
import io.syncjobs.client.model.KeyValuePairInput;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationJobSubject;
import io.syncjobs.client.model.SynchronizationJobUpdate;
import io.syncjobs.client.model.SynchronizationStatusCode;
import io.syncjobs.client.model.UploadedRecord;
import io.syncjobs.server.connector.directory.Directory;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.target.ScimService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Three real nodes on one PostgreSQL that together keep to the pace of a real target. {@code PacedJobsTest} shows pauses over restarts. */
@Tag("long")
@Isolated
class PacedNodesTest {

  private static final String RULE = "6c409270-f78a-4bc6-af23-7cf3ab6482fe";
  private static final int RATE = 25;
  private static final int USERS = 120;
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private final List<TestServer> nodes = new ArrayList<>();
  private ScimService service;

  @BeforeEach
  void start() {
    service = ScimService.SCIMPLE.start();
  }

  @AfterEach
  void stop() {
    nodes.forEach(TestServer::close);
    service.close();
  }

  @Test
  void threeNodesTogetherKeepToTheRateAndUseIt() throws Exception {
    String[] database = Database.POSTGRESQL.newDatabase();
    // Nodes share the key that encrypts secrets.
    Path folder = TestServer.newFolder();
    for (int i = 0; i < 3; i++) {
      nodes.add(TestServer.startIn(
          folder,
          Stream.of(
                  Stream.of(database),
                  TestServer.RUNNING.stream(),
                  Stream.of("--db-scheduler.scheduler-name=node" + i))
              .flatMap(each -> each)
              .toArray(String[]::new)));
    }
    Tenancy tenancy = Tenancy.on(nodes.get(0), service.baseAddress(), service.token());
    tenancy.bring(IntStream.range(0, USERS)
        .mapToObj(i -> Tenancy.user("user" + i))
        .toArray(UploadedRecord[]::new));
    tenancy.outbound.update(
        tenancy.outboundJob,
        new SynchronizationJobUpdate()
            .synchronizationJobSettings(List.of(new KeyValuePairInput()
                .name("TargetRequestsPerSecond")
                .value(String.valueOf(RATE)))));
    service.limitTo(RATE);
    int before = service.arrivals().size();
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Future<?>> requests = new ArrayList<>();
    for (TestServer other : nodes.subList(1, 3)) {
      requests.add(threads.submit(() -> provision(other, tenancy, ended)));
    }

    SynchronizationJob job = tenancy.runOutbound();

    ended.set(true);
    for (Future<?> request : requests) {
      request.get();
    }
    threads.shutdown();
    List<Long> arrivals = service.arrivals().subList(before, service.arrivals().size());
    double seconds = (arrivals.get(arrivals.size() - 1) - arrivals.get(0)) / 1e9;
    assertThat(seconds).isGreaterThan(1.2 * WINDOW.toSeconds());
    assertThat(mostIn(WINDOW, arrivals))
        .isLessThanOrEqualTo((long) (RATE * WINDOW.toSeconds() * 1.05));
    assertThat(arrivals.size() / seconds).isGreaterThanOrEqualTo(0.9 * RATE);
    assertThat(job.getStatus().getCode()).isNotEqualTo(SynchronizationStatusCode.QUARANTINE);
    assertThat(service.resources("User")).hasSize(USERS);
  }

  /** Provisions users on demand, one after the other, until the cycle has ended. */
  private static void provision(TestServer node, Tenancy tenancy, AtomicBoolean ended) {
    var jobs = node.client(tenancy.id).application(tenancy.outboundApplication).jobs();
    var source = node.bean(Directory.class).source(tenancy.id);
    for (var change : source.changes(0, source.newest(), USERS)) {
      if (ended.get()) {
        return;
      }
      try {
        jobs.provisionOnDemand(
            tenancy.outboundJob,
            RULE,
            new SynchronizationJobSubject()
                .objectId(change.entry().id())
                .objectTypeName(change.entry().type()));
      } catch (BadRequestException e) {
        // A request that is late on its way can be the 26th in a second of the target's.
        assertThat(e.code()).contains(ErrorCode.TARGET_UNAVAILABLE);
      }
    }
  }

  private static long mostIn(Duration window, List<Long> times) {
    long most = 0;
    int first = 0;
    for (int last = 0; last < times.size(); last++) {
      while (times.get(last) - times.get(first) >= window.toNanos()) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}
