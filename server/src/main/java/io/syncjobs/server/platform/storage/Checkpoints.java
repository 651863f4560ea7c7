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
 * SQLite's checkpoints, on a thread of their own: by itself it lets whoever has written the thousandth page copy the log into the database, and everybody
 * behind them waits. Here little is copied often, beside those who write, which needs SQLite 3.51.3 or later: earlier ones could lose what was
 * committed meanwhile. Safe for use by many threads.
 *
 * @see <a href="https://sqlite.org/wal.html#ckpt">SQLite on checkpoints</a>
 */
final class Checkpoints implements AutoCloseable {

  /** The pages after which the writer does copy the log, which then begins anew. Each has 4 KiB. */
  static final int MAX_PAGES = 8000;

  /** The time from a commit to the copying of it, and of all that came meanwhile. */
  private static final long DELAY_MILLIS = 50;

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  private final JdbcClient jdbc;
  private final AtomicBoolean due = new AtomicBoolean();
  private final ThreadPoolTaskExecutor thread = new ThreadPoolTaskExecutor();
  private final Executor later =
      CompletableFuture.delayedExecutor(DELAY_MILLIS, TimeUnit.MILLISECONDS, thread);

  /** @param dataSource another than that of the writer, which would wait */
  Checkpoints(DataSource dataSource) {
    jdbc = JdbcClient.create(dataSource);
    thread.setThreadNamePrefix("checkpoints-");
    thread.setDaemon(true);
    thread.setMaxPoolSize(1);
    thread.setRejectedExecutionHandler(new DiscardPolicy());
    thread.initialize();
  }

  /** Says that something was committed. */
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
      LOG.debug("The next checkpoint copies what this one hasn't", e);
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
