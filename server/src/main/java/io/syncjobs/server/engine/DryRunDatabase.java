package io.syncjobs.server.engine;

import com.zaxxer.hikari.HikariDataSource;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.platform.storage.SqliteTables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Database of one dry run: a copy of what the server has stored about a job, which the run changes in its place. It is a temporary file of SQLite,
 * whatever database the server has, which SQLite deletes on closing. Safe for use by many threads.
 */
final class DryRunDatabase implements AutoCloseable {

  /** Rows that are copied at once. */
  private static final int BATCH = 1000;

  private final HikariDataSource source = new HikariDataSource();
  private final JdbcTemplate jdbc;

  /** @param tables statements that create the tables */
  DryRunDatabase(List<String> tables) {
    // An empty name stands for a temporary file of one connection.
    source.setJdbcUrl("jdbc:sqlite:");
    source.setPoolName("dry-run");
    source.setMaximumPoolSize(1);
    source.setMaxLifetime(0);
    source.addDataSourceProperty("journal_mode", "MEMORY");
    source.addDataSourceProperty("synchronous", "OFF");
    jdbc = new JdbcTemplate(source);
    tables.forEach(jdbc::execute);
  }

  /** Statements that create the server's tables for jobs, with their statistics, as its migrations do. */
  static List<String> tables() {
    SingleConnectionDataSource memory =
        new SingleConnectionDataSource("jdbc:sqlite::memory:", true);
    try {
      SqliteTables.describe(Flyway.configure().dataSource(memory)).load().migrate();
      JdbcTemplate migrated = new JdbcTemplate(memory);
      List<String> tables = migrated.queryForList("""
              SELECT sql FROM sqlite_master WHERE sql IS NOT NULL
                  AND (tbl_name IN ('jobs', 'known_entries', 'written_references', 'cycles') OR name = 'provisioning_events')
              ORDER BY type DESC
              """, String.class);
      tables.add("ANALYZE sqlite_schema");
      tables.addAll(migrated.queryForList(
          "SELECT format('INSERT INTO sqlite_stat1 VALUES (%Q, %Q, %Q)', tbl, idx, stat) FROM sqlite_stat1",
          String.class));
      tables.add("ANALYZE sqlite_schema");
      return tables;
    } finally {
      memory.destroy();
    }
  }

  JdbcTemplate jdbc() {
    return jdbc;
  }

  /**
   * Copies the rows of a job.
   *
   * @param from the server's database, within a transaction
   * @param jobColumn column with the id of the job
   */
  void copy(JdbcTemplate from, String table, String jobColumn, JobKey key) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    String[] insert = new String[1];
    from.query(
        "SELECT * FROM " + table + " WHERE tenant_id = ? AND application_id = ? AND " + jobColumn
            + " = ?",
        statement -> {
          statement.setFetchSize(BATCH);
          statement.setString(1, key.owner().tenantId());
          statement.setString(2, key.owner().applicationId());
          statement.setString(3, key.id());
        },
        row -> {
          if (insert[0] == null) {
            insert[0] = insert(table, row);
          }
          rows.add(values(row));
          if (rows.size() == BATCH) {
            jdbc.batchUpdate(insert[0], rows);
            rows.clear();
          }
        });
    if (!rows.isEmpty()) {
      jdbc.batchUpdate(insert[0], rows);
    }
  }

  private static String insert(String table, ResultSet row) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      columns.add(row.getMetaData().getColumnName(i));
    }
    return "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ("
        + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
  }

  private static @Nullable Object[] values(ResultSet row) throws SQLException {
    @Nullable Object[] values = new Object[row.getMetaData().getColumnCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.getObject(i + 1);
    }
    return values;
  }

  @Override
  public void close() {
    source.close();
  }
}
