package io.syncjobs.server.platform.storage;

import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/** The tables with data of tenants. They are those with a column {@code tenant_id}, so that no new one can be forgotten. Safe for use by many threads. */
public final class TenantTables {

  private static final String TENANT = "tenant_id";

  private final JdbcClient jdbc;
  private final List<String> names;

  TenantTables(JdbcClient jdbc, DataSource database) {
    this.jdbc = jdbc;
    names = names(database);
  }

  private static List<String> names(DataSource database) {
    try {
      return JdbcUtils.extractDatabaseMetaData(database, metadata -> {
        List<String> names = new ArrayList<>();
        try (ResultSet columns = metadata.getColumns(null, null, "%", TENANT)) {
          while (columns.next()) {
            names.add(columns.getString("TABLE_NAME"));
          }
        }
        return List.copyOf(names);
      });
    } catch (MetaDataAccessException e) {
      throw new IllegalStateException("The database doesn't list its tables", e);
    }
  }

  /** Deletes all rows of a tenant. */
  public void empty(String tenantId) {
    for (String table : names) {
      jdbc.sql("DELETE FROM " + table + " WHERE " + TENANT + " = :tenant")
          .param("tenant", tenantId)
          .update();
    }
  }
}
