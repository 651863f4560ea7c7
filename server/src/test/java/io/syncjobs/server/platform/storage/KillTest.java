package io.syncjobs.server.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.error.ConnectionException;
import io.syncjobs.client.error.SynchronizationException;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.server.support.ServerProcess;
import io.syncjobs.server.support.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Acknowledged creates survive kill -9 during concurrent creates. */
@Tag("long")
@Isolated
class KillTest {

  private static final int WRITERS = 8;
  private static final int ACKNOWLEDGED_BEFORE_KILL = 200;
  private static final int ROUNDS = 2;

  @Test
  void noAcknowledgedJobIsLost() throws Exception {
    Path folder = TestServer.newFolder();
    String tenant = TestServer.newId();
    Map<String, SynchronizationJob> acknowledged = new ConcurrentHashMap<>();

    for (int round = 1; round <= ROUNDS; round++) {
      try (ServerProcess server = ServerProcess.startIn(folder)) {
        assertAllThere(server.client(tenant), acknowledged);
        createUntilKilled(server, server.client(tenant), acknowledged);
      }
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED_BEFORE_KILL * round);
    }
    try (ServerProcess server = ServerProcess.startIn(folder)) {
      assertAllThere(server.client(tenant), acknowledged);
    }
  }

  private static void createUntilKilled(
      ServerProcess server,
      SynchronizationClient client,
      Map<String, SynchronizationJob> acknowledged)
      throws Exception {
    CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_KILL);
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    List<Future<SynchronizationException>> ends = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      ends.add(writers.submit(() -> createUntilItFails(client, acknowledged, enough)));
    }
    enough.await();
    server.kill();
    for (Future<SynchronizationException> end : ends) {
      assertThat(end.get()).isInstanceOf(ConnectionException.class);
    }
    writers.shutdown();
  }

  private static SynchronizationException createUntilItFails(
      SynchronizationClient client,
      Map<String, SynchronizationJob> acknowledged,
      CountDownLatch enough) {
    while (true) {
      String application = TestServer.newId();
      try {
        acknowledged.put(
            application,
            client
                .application(application)
                .jobs()
                .create(new SynchronizationJobCreate().templateId("scim"))
                .value());
        enough.countDown();
      } catch (SynchronizationException e) {
        return e;
      }
    }
  }

  private static void assertAllThere(
      SynchronizationClient client, Map<String, SynchronizationJob> acknowledged) {
    acknowledged.forEach((application, job) -> {
      SynchronizationJob found =
          client.application(application).jobs().get(job.getId()).value();
      assertThat(found)
          .usingRecursiveComparison()
          .ignoringFields("atOdataContext")
          .isEqualTo(job);
    });
  }
}
