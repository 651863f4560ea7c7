package io.syncjobs.server.connector.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.Change;
import io.syncjobs.server.connector.Source;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.TestServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Change numbers become visible in ascending order despite concurrent writes. */
class ConcurrentWritesTest {

  private static final int WRITERS = 4;
  private static final int EACH = 25;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final String tenant = TestServer.newId();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private static Map<String, JsonNode> named(String name) {
    return Map.of("userPrincipalName", StringNode.valueOf(name));
  }

  @Test
  void writesWaitForTheCommitOfEarlierOnes() throws Exception {
    TestServer server = Database.POSTGRESQL.server();
    Directory directory = server.bean(Directory.class);
    Target target = directory.target(tenant);
    Source source = directory.source(tenant);
    TransactionTemplate transaction =
        new TransactionTemplate(server.bean(PlatformTransactionManager.class));
    target.create("User", named("zero"));
    long before = source.newest();
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch commit = new CountDownLatch(1);

    Future<String> first = threads.submit(() -> transaction.execute(status -> {
      String id = target.create("User", named("first"));
      written.countDown();
      await(commit);
      return id;
    }));
    await(written);
    Future<String> second = threads.submit(() -> target.create("User", named("second")));
    untilSomebodyWaitsForALock(server);

    assertThat(source.newest()).isEqualTo(before);
    assertThat(source.changes(before, Long.MAX_VALUE, 10)).isEmpty();
    commit.countDown();
    assertThat(List.of(first.get(), second.get()))
        .isEqualTo(source.changes(before, source.newest(), 10).stream()
            .map(change -> change.entry().id())
            .toList());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void untilSomebodyWaitsForALock(TestServer server) {
    JdbcClient jdbc = server.bean(JdbcClient.class);
    while (jdbc.sql(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%directory_changes%' AND datname = current_database()")
            .query(Long.class)
            .single()
        == 0) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void readersMissNoChange(Database database) throws Exception {
    Directory directory = database.server().bean(Directory.class);
    Target target = directory.target(tenant);
    Source source = directory.source(tenant);
    AtomicInteger running = new AtomicInteger(WRITERS);
    List<Future<Integer>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      String prefix = writer + "-";
      Callable<Integer> work = () -> {
        try {
          for (int i = 0; i < EACH; i++) {
            target.create("User", named(prefix + i));
          }
          return EACH;
        } finally {
          running.decrementAndGet();
        }
      };
      writers.add(threads.submit(work));
    }

    Set<String> seen = new HashSet<>();
    long at = 0;
    boolean last;
    do {
      last = running.get() == 0;
      long newest = source.newest();
      for (Change change : source.changes(at, newest, Integer.MAX_VALUE)) {
        assertThat(seen.add(change.entry().id())).isTrue();
      }
      at = newest;
    } while (!last);

    for (Future<Integer> writer : writers) {
      assertThat(writer.get()).isEqualTo(EACH);
    }
    assertThat(seen).hasSize(WRITERS * EACH);
  }
}
