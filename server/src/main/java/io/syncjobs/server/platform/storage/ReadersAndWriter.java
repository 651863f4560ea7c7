package io.syncjobs.server.platform.storage;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Connections to SQLite: that of the writer for transactions that write; others for those that read, and for statements outside transactions. Safe for
 * use by many threads.
 */
final class ReadersAndWriter extends AbstractDataSource {

  private final DataSource readers;
  private final DataSource writer;
  private final ThreadLocal<Boolean> writing = ThreadLocal.withInitial(() -> false);

  ReadersAndWriter(DataSource readers, DataSource writer) {
    this.readers = readers;
    this.writer = writer;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return (writing.get() ? writer : readers).getConnection();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  /** Gives the writer's connection to what asks for one meanwhile on the same thread. */
  void write(Runnable action) {
    writing.set(true);
    try {
      action.run();
    } finally {
      writing.remove();
    }
  }

  /** Connections for a library that takes part in transactions, but also writes outside them. */
  DataSource writing() {
    return new TransactionAwareDataSourceProxy(this) {
      @Override
      public Connection getConnection() throws SQLException {
        return TransactionSynchronizationManager.hasResource(ReadersAndWriter.this)
            ? super.getConnection()
            : writer.getConnection();
      }
    };
  }
}
