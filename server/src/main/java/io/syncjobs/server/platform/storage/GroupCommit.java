package io.syncjobs.server.platform.storage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.util.function.SingletonSupplier;

/**
 * Lets concurrent transactions of SQLite share one flush of the disk. With {@code synchronous=NORMAL} SQLite writes a commit to its write-ahead log
 * without flushing it. Here each commit then waits for a flush, while the single writing connection is already free for the next transaction. A flush
 * covers all earlier commits, so no acknowledged commit is lost in a power failure, and no commit waits for more than two flushes. Safe for use by many
 * threads.
 *
 * @see <a href="https://sqlite.org/wal.html">SQLite's write-ahead log</a>
 */
final class GroupCommit extends JdbcTransactionManager {
  private static final long serialVersionUID = 1L;

  private final transient ReadersAndWriter dataSource;
  private final transient Supplier<Path> log;
  private final transient Checkpoints checkpoints;
  private final transient Supplier<MeterRegistry> meters;
  private final transient ThreadLocal<Boolean> committed = new ThreadLocal<>();
  private final AtomicLong commits = new AtomicLong();
  private final ReentrantLock turn = new ReentrantLock();
  private long onDisk;
  private transient @Nullable Timer disk;
  private transient @Nullable IOException failure;

  /**
   * @param log file of the write-ahead log; not needed before the first commit
   * @param checkpoints receives each commit
   * @param meters measures flushes; not needed before the first one
   */
  GroupCommit(
      ReadersAndWriter dataSource,
      Supplier<Path> log,
      Checkpoints checkpoints,
      Supplier<MeterRegistry> meters) {
    super(dataSource);
    this.dataSource = dataSource;
    this.log = SingletonSupplier.of(log);
    this.checkpoints = checkpoints;
    this.meters = meters;
  }

  @Override
  protected void doBegin(Object transaction, TransactionDefinition definition) {
    if (definition.isReadOnly()) {
      super.doBegin(transaction, definition);
    } else {
      dataSource.write(() -> super.doBegin(transaction, definition));
    }
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
    // Kept in a field, since the registry may be closed before the last commit of a stopping
    // server.
    if (disk == null) {
      disk = Timer.builder("syncjobs.disk")
          .description("Flushes of committed transactions to the disk")
          .register(meters.get());
    }
    disk.record(nanos, TimeUnit.NANOSECONDS);
  }

  private void sync() {
    // After a failed flush, a later one may succeed without writing the lost pages.
    if (failure == null) {
      File file = log.get().toFile();
      if (!file.exists()) {
        return; // SQLite deletes it after copying and flushing all of it to the database.
      }
      // Not a FileChannel, which an interrupt would close.
      try (RandomAccessFile open = new RandomAccessFile(file, "rw")) {
        open.getFD().sync();
        return;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw new DataAccessResourceFailureException(
        "The disk failed to flush commits. Restart the server; until then no commit is durable",
        failure);
  }
}
