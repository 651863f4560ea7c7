package io.syncjobs.server.platform.storage;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Checkpoints of a SQLite file whose automatic checkpoints are disabled. */
class CheckpointsTest {

  @TempDir
  private Path folder;

  private Path file;
  private HikariDataSource pool;
  private JdbcClient jdbc;
  private Checkpoints checkpoints;
  private TransactionTemplate transactions;

  @BeforeEach
  void open() {
    file = folder.resolve("test.db");
    pool = new HikariDataSource();
    pool.setJdbcUrl("jdbc:sqlite:" + file);
    pool.addDataSourceProperty("journal_mode", "WAL");
    pool.setConnectionInitSql("PRAGMA wal_autocheckpoint = 0");
    ReadersAndWriter connections = new ReadersAndWriter(pool, pool);
    jdbc = JdbcClient.create(connections);
    jdbc.sql("CREATE TABLE texts (text TEXT)").update();
    checkpoints = new Checkpoints(pool);
    transactions = new TransactionTemplate(new GroupCommit(
        connections, () -> Path.of(file + "-wal"), checkpoints, SimpleMeterRegistry::new));
  }

  @AfterEach
  void close() {
    checkpoints.close();
    pool.close();
  }

  private void commit() {
    transactions.executeWithoutResult(transaction ->
        jdbc.sql("INSERT INTO texts VALUES (?)").param("x".repeat(5000)).update());
  }

  private void awaitSize(long bytes) throws IOException, InterruptedException {
    while (Files.size(file) < bytes) {
      TimeUnit.MILLISECONDS.sleep(10); // Gives the checkpoint thread time.
    }
  }

  @Test
  @Timeout(10)
  void copiesCommitsIntoTheDatabaseSoon() throws IOException, InterruptedException {
    long empty = Files.size(file);

    commit();
    awaitSize(empty + 5000);
    commit();
    awaitSize(empty + 10_000);
  }
}
