package io.syncjobs.server.engine;

import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.ServerProcess;
import io.syncjobs.server.support.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Servers on one PostgreSQL that run jobs, each a process of its own, by their names. They can be killed and started by several threads. */
final class Nodes implements AutoCloseable {

  private final String[] database = Database.POSTGRESQL.newDatabase();
  private final Path folder = TestServer.newFolder();
  private final AtomicInteger started = new AtomicInteger();
  private final Map<String, ServerProcess> running = new ConcurrentHashMap<>();

  /** Starts as many nodes as are missing, all at once. */
  void ensure(int count) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      for (Future<Object> start : threads.invokeAll(
          Collections.nCopies(count - running.size(), Executors.callable(this::start)))) {
        start.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  /** Starts a further node. */
  void start() {
    String name = "node" + started.incrementAndGet();
    String[] settings = Stream.of(
            Stream.of(database),
            TestServer.RUNNING.stream(),
            Stream.of(
                // Four seconds after a kill, others take the node for dead.
                "--db-scheduler.heartbeat-interval=1s",
                "--db-scheduler.scheduler-name=" + name,
                "--syncjobs.engine.page-size=20",
                "--syncjobs.engine.concurrency=2"))
        .flatMap(each -> each)
        .toArray(String[]::new);
    running.put(name, ServerProcess.startIn(folder, settings));
  }

  /** Names of the nodes that run. */
  List<String> names() {
    return List.copyOf(running.keySet());
  }

  ServerProcess node(String name) {
    return Objects.requireNonNull(running.get(name), name);
  }

  SynchronizationClient anyClient(String tenant) {
    return running.values().iterator().next().client(tenant);
  }

  List<String> log() {
    return running.values().stream().flatMap(node -> node.log().stream()).toList();
  }

  void kill(String name) {
    Objects.requireNonNull(running.remove(name), name).kill();
  }

  /** Kills the node that runs a job. */
  void killRunner(String job) throws SQLException, InterruptedException {
    String runner = runner(job);
    while (!running.containsKey(runner)) {
      TimeUnit.MILLISECONDS.sleep(20); // Waits for another node to take over.
      runner = runner(job);
    }
    kill(runner);
  }

  private String runner(String job) throws SQLException {
    try (Connection connection = Database.connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(
            "SELECT picked_by FROM scheduled_tasks WHERE picked AND task_instance LIKE '%" + job
                + "'")) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  @Override
  public void close() {
    running.values().forEach(ServerProcess::close);
  }
}
