package io.syncjobs.server.platform.storage;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/** The tables with data of tenants. They are those with a column {@code tenant_id}, so that no new one can be forgotten. Safe for use by many threads. */
public final class TenantTables {

  private static final String TENANT = "tenant_id";

  /** Beginning of the names of the tables that hold copies of the others. */
  private static final String COPIES = "snapshot";

  /** Rows that are read at once. */
  private static final int FETCH = 500;

  private final JdbcTemplate jdbc;

  /** Each after those that it refers to. */
  private final List<String> names;

  TenantTables(JdbcTemplate jdbc, DataSource database) {
    this.jdbc = jdbc;
    try {
      names = JdbcUtils.extractDatabaseMetaData(database, TenantTables::names);
    } catch (MetaDataAccessException e) {
      throw new IllegalStateException("The database doesn't list its tables", e);
    }
  }

  private static List<String> names(DatabaseMetaData metadata) throws SQLException {
    Map<String, Set<String>> references = new LinkedHashMap<>();
    try (ResultSet columns = metadata.getColumns(null, null, "%", TENANT)) {
      while (columns.next()) {
        references.put(columns.getString("TABLE_NAME"), new HashSet<>());
      }
    }
    for (Map.Entry<String, Set<String>> table : references.entrySet()) {
      try (ResultSet keys = metadata.getImportedKeys(null, null, table.getKey())) {
        while (keys.next()) {
          table.getValue().add(keys.getString("PKTABLE_NAME"));
        }
      }
    }
    List<String> ordered = new ArrayList<>();
    while (ordered.size() < references.size()) {
      references.forEach((table, referred) -> {
        if (!ordered.contains(table) && ordered.containsAll(referred)) {
          ordered.add(table);
        }
      });
    }
    return List.copyOf(ordered);
  }

  /** Deletes all rows of a tenant. */
  public void empty(String tenantId) {
    names.forEach(table -> empty(table, tenantId));
  }

  /** Deletes all rows of a tenant but those of its snapshots. */
  public void emptyExceptSnapshots(String tenantId) {
    names.stream()
        .filter(table -> !table.startsWith(COPIES))
        .forEach(table -> empty(table, tenantId));
  }

  private void empty(String table, String tenantId) {
    jdbc.update("DELETE FROM " + table + " WHERE " + TENANT + " = ?", tenantId);
  }

  /**
   * Reads all rows of a tenant but those of its snapshots, in an order in which they can be inserted. The caller's transaction decides whether they belong
   * together.
   *
   * @param reader gets the name of the table and the values by column
   */
  public void read(String tenantId, BiConsumer<String, Map<String, @Nullable Object>> reader) {
    for (String table : names) {
      if (!table.startsWith(COPIES)) {
        jdbc.query(
            "SELECT * FROM " + table + " WHERE " + TENANT + " = ?",
            statement -> {
              statement.setFetchSize(FETCH);
              statement.setString(1, tenantId);
            },
            row -> {
              reader.accept(table, values(row));
            });
      }
    }
  }

  private static Map<String, @Nullable Object> values(ResultSet row) throws SQLException {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      values.put(row.getMetaData().getColumnName(i), row.getObject(i));
    }
    return values;
  }

  /**
   * Inserts rows that were read before.
   *
   * @param rows values of the rows, which have the same columns in the same order
   */
  public void insert(String table, List<Map<String, @Nullable Object>> rows) {
    if (!names.contains(table)) {
      throw new IllegalStateException("No table of tenants is called " + table);
    }
    Set<String> columns = rows.get(0).keySet();
    jdbc.batchUpdate(
        "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ("
            + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")",
        rows.stream().map(row -> row.values().toArray()).toList());
  }
}
