package io.syncjobs.server.platform.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** Connections to a database whose tables are up to date. */
final class MigratedPool extends HikariDataSource {
  private final Migration migration;

  MigratedPool(Migration migration) {
    this.migration = migration;
  }

  @Override
  public Connection getConnection() throws SQLException {
    migration.await();
    return super.getConnection();
  }
}
