package io.syncjobs.server.platform.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Brings the tables up to date while Spring makes its beans, most of which need no database. Until that is done, {@link MigratedPool} hands out no
 * connections, and the server takes no requests. Safe for use by many threads.
 */
@Component
class Migration implements FlywayMigrationStrategy, SmartLifecycle {

  private volatile CompletableFuture<Void> end = CompletableFuture.completedFuture(null);

  @Override
  public void migrate(Flyway flyway) {
    end = CompletableFuture.runAsync(
        flyway::migrate, migration -> new Thread(migration, "migration").start());
  }

  /**
   * Waits until the tables are up to date.
   *
   * @throws FlywayException if they can't be brought up to date
   */
  void await() {
    try {
      end.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof FlywayException failure
          ? failure
          : new FlywayException("The tables can't be migrated", e.getCause());
    }
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
