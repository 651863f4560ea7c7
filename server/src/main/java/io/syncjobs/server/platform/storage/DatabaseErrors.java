package io.syncjobs.server.platform.storage;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizer;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.stereotype.Component;

/**
 * Translates database errors that Spring doesn't classify: result codes of SQLite, and states of PostgreSQL that Spring takes for faulty
 * statements.
 */
@Component
class DatabaseErrors
    implements SQLExceptionTranslator, TransactionManagerCustomizer<JdbcTransactionManager> {

  private final SQLExceptionTranslator others = new SQLExceptionSubclassTranslator();

  @Override
  public void customize(JdbcTransactionManager transactions) {
    transactions.setExceptionTranslator(this);
  }

  @Override
  public @Nullable DataAccessException translate(
      String task, @Nullable String sql, SQLException failure) {
    String state = failure.getSQLState();
    DataAccessException known = state == null ? sqlite(failure) : postgresql(state, failure);
    return known == null ? others.translate(task, sql, failure) : known;
  }

  /** Translates a primary result code, see sqlite.org/rescode.html. */
  private static @Nullable DataAccessException sqlite(SQLException failure) {
    return switch (failure.getErrorCode() & 0xff) {
      case 5, 6 -> new CannotAcquireLockException("SQLite is busy", failure);
      case 8, 10, 11, 14, 26 ->
        new DataAccessResourceFailureException("SQLite can't use its file", failure);
      case 13 -> new StorageFullException(failure);
      default -> null;
    };
  }

  /** Translates an SQLSTATE, see appendix A of PostgreSQL's manual. */
  private static @Nullable DataAccessException postgresql(String state, SQLException failure) {
    if (state.equals("53100")) {
      return new StorageFullException(failure);
    }
    boolean unavailable = state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57")
        || state.startsWith("58")
        || state.equals("25006") // read-only: a standby after a failover
        || state.equals("25P03"); // timeout of an idle transaction
    return unavailable
        ? new DataAccessResourceFailureException("PostgreSQL is unavailable", failure)
        : null;
  }
}
