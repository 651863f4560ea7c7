package io.syncjobs.server.web.monitoring;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * Measures transactions, from asking for a connection to the end of the commit, by the method of a
 * store that they carry out. On SQLite, the wait for the disk comes after that. None of them begins within another. Safe for use by many threads.
 */
@Component
class TransactionTimer implements TransactionExecutionListener {

  private final ObjectProvider<MeterRegistry> meters;
  private final ThreadLocal<Long> begun = new ThreadLocal<>();

  /** The registry of meters is made after the database. */
  TransactionTimer(ObjectProvider<MeterRegistry> meters) {
    this.meters = meters;
  }

  @Override
  public void beforeBegin(TransactionExecution transaction) {
    begun.set(System.nanoTime());
  }

  @Override
  public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
    if (failure != null) {
      record(transaction, "failed");
    }
  }

  @Override
  public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
    record(transaction, failure == null ? "committed" : "failed");
  }

  @Override
  public void afterRollback(TransactionExecution transaction, @Nullable Throwable failure) {
    record(transaction, failure == null ? "rolledBack" : "failed");
  }

  private void record(TransactionExecution transaction, String outcome) {
    Long since = begun.get();
    if (since == null) {
      return; // A commit that failed is rolled back as well.
    }
    begun.remove();
    Timer.builder("syncjobs.transactions")
        .description("Transactions of the database, with the wait for a connection")
        .tag("transaction", name(transaction))
        .tag("outcome", outcome)
        .register(meters.getObject())
        .record(System.nanoTime() - since, TimeUnit.NANOSECONDS);
  }

  /** Spring names a transaction after the class and the method that it begins with. */
  private static String name(TransactionExecution transaction) {
    String name = transaction.getTransactionName();
    int dot = name.lastIndexOf('.');
    return name.substring(name.lastIndexOf('.', dot - 1) + 1);
  }
}
