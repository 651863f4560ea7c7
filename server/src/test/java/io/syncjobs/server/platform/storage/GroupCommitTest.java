package io.syncjobs.server.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Shared flushes of SQLite's transactions, on a working and on a failing disk. */
class GroupCommitTest {

  @TempDir
  private Path folder;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private HikariDataSource pool;
  private ReadersAndWriter connections;
  private JdbcClient jdbc;
  private Checkpoints checkpoints;
  private TransactionTemplate transactions;

  @BeforeEach
  void open() {
    pool = new HikariDataSource();
    pool.setJdbcUrl("jdbc:sqlite:" + folder.resolve("test.db"));
    pool.setMaximumPoolSize(1);
    pool.addDataSourceProperty("journal_mode", "WAL");
    pool.addDataSourceProperty("synchronous", "NORMAL");
    connections = new ReadersAndWriter(pool, pool);
    jdbc = JdbcClient.create(connections);
    checkpoints = new Checkpoints(pool);
    jdbc.sql("CREATE TABLE numbers (number INTEGER)").update();
    transactions = withLog("test.db-wal");
  }

  @AfterEach
  void close() {
    checkpoints.close();
    pool.close();
  }

  private TransactionTemplate withLog(String name) {
    return new TransactionTemplate(
        new GroupCommit(connections, () -> folder.resolve(name), checkpoints, () -> meters));
  }

  private void insert(int number) {
    jdbc.sql("INSERT INTO numbers VALUES (?)").param(number).update();
  }

  private long count() {
    return jdbc.sql("SELECT count(*) FROM numbers").query(Long.class).single();
  }

  @Test
  void groupsConcurrentCommits() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Callable<Void>> all = IntStream.range(0, 200)
        .<Callable<Void>>mapToObj(number -> () -> {
          commitIfEven(number);
          return null;
        })
        .toList();
    for (Future<Void> each : threads.invokeAll(all)) {
      each.get();
    }
    threads.shutdown();

    assertThat(count()).isEqualTo(100);
    assertThat(meters.get("syncjobs.disk").timer().count())
        .as("calls to the disk, each for all who have committed")
        .isBetween(1L, 100L);
  }

  private void commitIfEven(int number) {
    transactions.executeWithoutResult(transaction -> {
      insert(number);
      if (number % 2 == 1) {
        transaction.setRollbackOnly();
      }
    });
  }

  @Test
  void interruptsDoNotSkipTheDisk() {
    Thread.currentThread().interrupt();
    IntStream.range(0, 3)
        .forEach(number -> transactions.executeWithoutResult(transaction -> insert(number)));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(count()).isEqualTo(3);
    assertThat(meters.get("syncjobs.disk").timer().count()).isEqualTo(3);
  }

  @Test
  void neverAcknowledgesWhatTheDiskMayLack() throws Exception {
    Files.createDirectory(folder.resolve("broken"));
    TransactionTemplate broken = withLog("broken");
    assertThatThrownBy(() -> broken.executeWithoutResult(transaction -> insert(1)))
        .isInstanceOf(DataAccessResourceFailureException.class)
        .hasMessageContaining("Restart the server");

    Files.delete(folder.resolve("broken"));
    assertThatThrownBy(() -> broken.executeWithoutResult(transaction -> insert(2)))
        .as("once it has failed")
        .isInstanceOf(DataAccessResourceFailureException.class);
    broken.executeWithoutResult(transaction -> {
      insert(3);
      transaction.setRollbackOnly();
    });
    broken.setReadOnly(true);
    Long seen = broken.execute(transaction -> count());
    assertThat(seen).isEqualTo(2);
  }
}
