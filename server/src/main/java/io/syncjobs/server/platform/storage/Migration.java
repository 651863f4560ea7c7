package io.syncjobs.server.platform.storage;

import io.syncjobs.server.platform.startup.SetupException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Brings the tables up to date while Spring makes its beans, most of which need no database. Until that is done, {@link MigratedPool} hands out no
 * connections, and the server takes no requests. Safe for use by many threads.
 */
@Component
class Migration implements FlywayMigrationStrategy, SmartLifecycle, DisposableBean {

  private final String url;
  private volatile CompletableFuture<Void> end = CompletableFuture.completedFuture(null);

  Migration(@Value(StorageConfiguration.URL) String url) {
    this.url = url;
  }

  @Override
  public void migrate(Flyway flyway) {
    end = CompletableFuture.runAsync(
        () -> bringUpToDate(flyway), migration -> new Thread(migration, "migration").start());
  }

  private void bringUpToDate(Flyway flyway) {
    try {
      flyway.migrate();
      write(flyway.getConfiguration().getDataSource());
    } catch (FlywayException | SQLException e) {
      throw DatabaseFault.of(url, e);
    }
  }

  /** Begins to write, which changes nothing. Up-to-date tables can be read from a database that refuses all changes. */
  private static void write(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM jobs WHERE 1 = 0");
    }
  }

  /**
   * Waits until the tables are up to date.
   *
   * @throws SetupException if they can't be brought up to date
   */
  void await() {
    try {
      end.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof SetupException failure ? failure : e;
    }
  }

  /** If the start fails meanwhile, its end waits for the migration. */
  @Override
  public void destroy() {
    end.handle((done, failure) -> true).join();
  }

  /** The first of all, before anything runs jobs or takes requests. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }

  @Override
  public void start() {
    await();
  }

  @Override
  public void stop() {
    // It has ended.
  }

  @Override
  public boolean isRunning() {
    return false; // Otherwise, nothing would wait for it.
  }
}
