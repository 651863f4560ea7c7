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
 * Measures transactions by store method, from the request for a connection to the end of the commit. On SQLite, the wait for the disk comes
 * later. Transactions aren't nested. Thread-safe.
 */
@Component
class TransactionTimer implements TransactionExecutionListener {

  private final ObjectProvider<MeterRegistry> meters;
  private final ThreadLocal<Long> begun = new ThreadLocal<>();

  /** Takes a provider, since the registry is created after the database. */
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
      return; // A failed commit, which is recorded already, is rolled back.
    }
    begun.remove();
    Timer.builder("syncjobs.transactions")
        .description("Transactions of the database, with the wait for a connection")
        .tag("transaction", name(transaction))
        .tag("outcome", outcome)
        .register(meters.getObject())
        .record(System.nanoTime() - since, TimeUnit.NANOSECONDS);
  }

  /** Name of a transaction: class and method of its first call, if that is a call of a method and not of a part of one. */
  private static String name(TransactionExecution transaction) {
    String name = transaction.getTransactionName();
    if (name.isEmpty()) {
      return "other";
    }
    int dot = name.lastIndexOf('.');
    return name.substring(name.lastIndexOf('.', dot - 1) + 1);
  }
}
