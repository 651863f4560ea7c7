package io.syncjobs.server.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections behave like the driver's, although they reuse statements and begin transactions late. */
class SqliteConnectionTest {

  private static final String ALL = "SELECT id FROM numbers ORDER BY id";
  private static final String INSERT = "INSERT INTO numbers VALUES (?)";

  @TempDir
  Path folder;

  private final HikariDataSource properties = new HikariDataSource();
  private DataSource source;
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    properties.addDataSourceProperty("journal_mode", "WAL");
    properties.addDataSourceProperty("transaction_mode", "IMMEDIATE");
    properties.addDataSourceProperty("busy_timeout", "0");
    source = SqliteConnection.source("jdbc:sqlite:" + folder.resolve("test.db"), properties);
    connection = source.getConnection();
    try (var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE numbers (id INTEGER)");
    }
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    properties.close();
  }

  private static void insert(Connection by, int number) throws SQLException {
    try (PreparedStatement statement = by.prepareStatement(INSERT)) {
      statement.setInt(1, number);
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }

  private String all() throws SQLException {
    StringBuilder all = new StringBuilder();
    try (PreparedStatement statement = connection.prepareStatement(ALL);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        all.append(rows.getInt("id")).append(' ');
      }
    }
    return all.toString().strip();
  }

  @Test
  void anEndedTransactionLetsOthersWrite() throws SQLException {
    connection.setAutoCommit(false);
    insert(connection, 1);
    connection.commit();
    assertThat(connection.getAutoCommit()).isFalse();

    try (Connection other = source.getConnection()) {
      insert(other, 2);
      insert(connection, 3);
      assertThatThrownBy(() -> insert(other, 4)).hasMessageContaining("SQLITE_BUSY");
    }
    connection.rollback();

    assertThat(all()).isEqualTo("1 2");
  }

  @Test
  void aCommitNeedsATransaction() throws SQLException {
    assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);

    connection.setAutoCommit(false);
    connection.commit();
    connection.commit();
    connection.rollback();
    connection.setAutoCommit(true);

    assertThatThrownBy(connection::rollback).isInstanceOf(SQLException.class);
    insert(connection, 1);
    assertThat(all()).isEqualTo("1");
  }

  @Test
  void aReusedStatementForgetsItsPast() throws SQLException {
    insert(connection, 7);
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.executeUpdate();
    }
    insert(connection, 8);
    try (PreparedStatement statement = connection.prepareStatement(ALL)) {
      statement.setMaxRows(1);
      statement.executeQuery();
    }

    assertThat(all()).isEqualTo("0 7 8"); // null is read as 0
  }

  @Test
  void statementsOfTheSameTextAreIndependentWhileOpen() throws SQLException {
    insert(connection, 1);
    insert(connection, 2);

    try (PreparedStatement outer = connection.prepareStatement(ALL);
        ResultSet rows = outer.executeQuery()) {
      assertThat(rows.next()).isTrue();
      assertThat(all()).isEqualTo("1 2");
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(2);
    }
  }

  @Test
  void aClosedStatementHoldsNoSnapshot() throws SQLException {
    insert(connection, 1);
    try (PreparedStatement statement = connection.prepareStatement("SELECT id FROM numbers")) {
      assertThat(statement.executeQuery().next()).isTrue(); // is not read to its end
    }
    try (Connection other = source.getConnection()) {
      insert(other, 2);
    }

    assertThat(all()).isEqualTo("1 2");
  }

  @Test
  void manyTextsAndAFaultyOneDoNoHarm() throws SQLException {
    for (int i = 0; i < 300; i++) {
      insert(connection, i);
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT id FROM numbers WHERE id = " + i)) {
        assertThat(statement.executeQuery().next()).isTrue();
      }
    }
    assertThatThrownBy(() -> connection.prepareStatement("SELECT nothing FROM nowhere"))
        .isInstanceOf(SQLException.class);

    assertThat(all()).startsWith("0 1 2").endsWith("299");
  }
}
