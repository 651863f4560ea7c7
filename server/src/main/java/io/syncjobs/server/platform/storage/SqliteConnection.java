package io.syncjobs.server.platform.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.sqlite.core.DB;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/**
 * Connection to SQLite that saves work which the driver repeats in each transaction: it keeps closed statements for reuse, because preparing one takes
 * longer than running it, and it begins a transaction with its first statement, where the driver begins one at each commit and then ends it unused. The
 * tables must not change while it is open.
 */
final class SqliteConnection extends JDBC4Connection {

  private static final int MOST_STATEMENTS = 100;

  private final Map<String, Reusable> unused = new LinkedHashMap<>();
  private boolean ended;

  private static final int SECONDS_TO_OPEN = 5;

  private SqliteConnection(String url, Properties properties) throws SQLException {
    super(url, url.substring(StorageConfiguration.SQLITE_URL.length()), properties);
  }

  /** Source of connections for a pool, with the pool's properties. */
  static DataSource source(String url, HikariDataSource pool) {
    return new AbstractDataSource() {
      @Override
      public Connection getConnection() throws SQLException {
        return new SqliteConnection(url, pool.getDataSourceProperties());
      }

      @Override
      public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
      }

      /** A pool that closes waits so long for a connection that it is about to add, and would warn about one that it did not wait for. */
      @Override
      public int getLoginTimeout() {
        return SECONDS_TO_OPEN;
      }
    };
  }

  /** Ignored: the driver would refuse it, and the pool of a connection tells whether it may write. */
  @Override
  public void setReadOnly(boolean on) {}

  @Override
  public boolean getAutoCommit() throws SQLException {
    return !ended && super.getAutoCommit();
  }

  @Override
  public void setAutoCommit(boolean on) throws SQLException {
    ended = false;
    super.setAutoCommit(on);
  }

  @Override
  public void commit() throws SQLException {
    end("commit;");
  }

  @Override
  public void rollback() throws SQLException {
    end("rollback;");
  }

  private void end(String sql) throws SQLException {
    if (ended) {
      return;
    }
    if (getAutoCommit()) {
      throw new SQLException("The connection commits each statement by itself");
    }
    getDatabase().exec(sql, false);
    getConnectionConfig().setAutoCommit(true);
    ended = true;
  }

  private void beginIfEnded() throws SQLException {
    if (ended) {
      setAutoCommit(false);
    }
  }

  @Override
  public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
    beginIfEnded();
    return super.createStatement(type, concurrency, holdability);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    beginIfEnded();
    checkCursor(type, concurrency, holdability);
    Reusable known = unused.remove(sql);
    return known == null ? new Reusable(sql) : known;
  }

  /** Statement that becomes available again when it is closed, unless another one of the same text is. */
  private final class Reusable extends JDBC4PreparedStatement {
    private final String text;
    private final String[] columns;

    Reusable(String text) throws SQLException {
      super(SqliteConnection.this, text);
      this.text = text;
      columns = rs.colsMeta;
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
      rs.colsMeta = columns; // spares the driver reading them anew
      return super.getResultSet();
    }

    @Override
    public void close() throws SQLException {
      if (pointer.isClosed() || unused.containsKey(text)) {
        super.close();
        return;
      }
      forget();
      unused.put(text, this);
      if (unused.size() > MOST_STATEMENTS) {
        Iterator<Reusable> byAge = unused.values().iterator();
        Reusable oldest = byAge.next();
        byAge.remove();
        oldest.discard();
      }
    }

    private void forget() throws SQLException {
      clearGeneratedKeys();
      rs.close();
      pointer.safeRunConsume(DB::reset);
      clearBatch();
      batch = null;
      clearParameters();
      setMaxRows(0);
      setQueryTimeout(0);
    }

    private void discard() throws SQLException {
      super.close();
    }
  }
}
