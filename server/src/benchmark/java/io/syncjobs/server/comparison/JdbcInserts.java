package io.syncjobs.server.comparison;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Inserts the same rows as creates, with plain JDBC. */
@State(Scope.Thread)
public class JdbcInserts {

  @Param("")
  public String url;

  /** The number of rows per commit. */
  @Param("1")
  public int group;

  private Connection connection;
  private PreparedStatement insert;
  private int application;

  @Setup
  public void open() throws SQLException {
    connection = DriverManager.getConnection(url);
    connection.setAutoCommit(group == 1);
    Map<String, Object> row = row(connection);
    insert = connection.prepareStatement("INSERT INTO jobs (%s) VALUES (%s)"
        .formatted(
            String.join(", ", row.keySet()),
            String.join(", ", Collections.nCopies(row.size(), "?"))));
    int number = 1;
    for (Map.Entry<String, Object> column : row.entrySet()) {
      if (column.getKey().equals("application_id")) {
        application = number;
      }
      insert.setObject(number++, column.getValue());
    }
  }

  /** Reads a row that a create has written, as the example to copy. */
  static Map<String, Object> row(Connection connection) throws SQLException {
    try (ResultSet rows = connection.createStatement().executeQuery("SELECT * FROM jobs LIMIT 1")) {
      rows.next();
      ResultSetMetaData columns = rows.getMetaData();
      Map<String, Object> row = new LinkedHashMap<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        row.put(columns.getColumnName(i), rows.getObject(i));
      }
      return row;
    }
  }

  @TearDown
  public void close() throws SQLException {
    connection.close();
  }

  /** Inserts and commits one group of rows. */
  @Benchmark
  public void insert() throws SQLException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (int i = 0; i < group; i++) {
      insert.setString(application, new UUID(random.nextLong(), random.nextLong()).toString());
      insert.executeUpdate();
    }
    if (group > 1) {
      connection.commit();
    }
  }
}
