package io.syncjobs.server.platform.storage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * Transactions of SQLite, several of which wait for the disk together. With {@code synchronous=NORMAL} SQLite writes a commit to its write-ahead log
 * and goes on; here whoever has committed waits until the log is on the disk, when the one writing connection is free again for others. One call to
 * the disk does for all that committed before it, so nothing is acknowledged that a loss of power could take back, and nobody waits for more than two
 * such calls. Safe for use by many threads.
 *
 * @see <a href="https://sqlite.org/wal.html">SQLite's write-ahead log</a>
 */
final class GroupCommit extends JdbcTransactionManager {
  private static final long serialVersionUID = 1L;

  private final transient Path log;
  private final transient Checkpoints checkpoints;
  private final transient Supplier<MeterRegistry> meters;
  private final transient ThreadLocal<Boolean> committed = new ThreadLocal<>();
  private final AtomicLong commits = new AtomicLong();
  private final ReentrantLock turn = new ReentrantLock();
  private long onDisk;
  private transient @Nullable Timer disk;
  private transient @Nullable IOException failure;

  /**
   * @param log the write-ahead log of the data source
   * @param checkpoints are told of each commit
   * @param meters where the calls to the disk are measured; asked when there is the first one
   */
  GroupCommit(
      DataSource dataSource, Path log, Checkpoints checkpoints, Supplier<MeterRegistry> meters) {
    super(dataSource);
    this.log = log;
    this.checkpoints = checkpoints;
    this.meters = meters;
  }

  @Override
  protected void doCommit(DefaultTransactionStatus status) {
    super.doCommit(status);
    if (!status.isReadOnly()) {
      committed.set(true);
    }
  }

  @Override
  protected void doCleanupAfterCompletion(Object transaction) {
    super.doCleanupAfterCompletion(transaction);
    if (committed.get() != null) {
      committed.remove();
      awaitDisk(commits.incrementAndGet());
      checkpoints.committed();
    }
  }

  private void awaitDisk(long commit) {
    turn.lock();
    try {
      if (onDisk < commit) {
        long last = commits.get();
        long began = System.nanoTime();
        sync();
        onDisk = last;
        measured(System.nanoTime() - began);
      }
    } finally {
      turn.unlock();
    }
  }

  private void measured(long nanos) {
    // Once it is known it is kept: while a server ends, the registry may be gone before the last
    // commit.
    if (disk == null) {
      disk = Timer.builder("syncjobs.disk")
          .description("Calls that have the disk write what transactions have committed")
          .register(meters.get());
    }
    disk.record(nanos, TimeUnit.NANOSECONDS);
  }

  private void sync() {
    // What a failed call left unwritten, a later one that succeeds needn't have written either.
    if (failure == null) {
      if (!Files.exists(log)) {
        return; // SQLite deletes it when all of it is in the database, on the disk.
      }
      // A channel would be closed by an interrupt.
      try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
        file.getFD().sync();
        return;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw new DataAccessResourceFailureException(
        "The disk failed, so that nothing is sure to be kept until the server is started anew",
        failure);
  }
}
