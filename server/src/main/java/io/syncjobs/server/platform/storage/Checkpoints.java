package io.syncjobs.server.platform.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * Runs SQLite's checkpoints on a thread of their own. By default the transaction that writes the thousandth page of the log copies the log into the
 * database, and all other writers wait. Here small checkpoints run often and beside writers. That needs SQLite 3.51.3 or later, since earlier versions
 * could lose a concurrent commit. Safe for use by many threads.
 *
 * @see <a href="https://sqlite.org/wal.html#ckpt">SQLite on checkpoints</a>
 */
final class Checkpoints implements AutoCloseable {

  /** Pages of 4 KiB after which the writer itself copies the log, so that the log can't grow without limit. */
  static final int MAX_PAGES = 8000;

  /** Time from a commit to the checkpoint, which copies all commits in between. */
  private static final long DELAY_MILLIS = 50;

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  private final JdbcClient jdbc;
  private final AtomicBoolean due = new AtomicBoolean();
  private final ThreadPoolTaskExecutor thread = new ThreadPoolTaskExecutor();
  private final Executor later =
      CompletableFuture.delayedExecutor(DELAY_MILLIS, TimeUnit.MILLISECONDS, thread);

  /** @param dataSource not that of the writer, which would have to wait for checkpoints */
  Checkpoints(DataSource dataSource) {
    jdbc = JdbcClient.create(dataSource);
    thread.setThreadNamePrefix("checkpoints-");
    thread.setDaemon(true);
    thread.setMaxPoolSize(1);
    thread.setRejectedExecutionHandler(new DiscardPolicy());
    thread.initialize();
  }

  /** Requests a checkpoint after a commit. */
  void committed() {
    if (due.compareAndSet(false, true)) {
      later.execute(this::copy);
    }
  }

  private void copy() {
    due.set(false);
    try {
      jdbc.sql("PRAGMA wal_checkpoint(PASSIVE)").query().singleRow();
    } catch (DataAccessException e) {
      LOG.debug("The checkpoint failed; the next one copies the rest", e);
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
