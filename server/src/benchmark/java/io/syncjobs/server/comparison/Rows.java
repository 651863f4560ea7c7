package io.syncjobs.server.comparison;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Has fewer jobs in a SQLite database, without the server that uses it. */
final class Rows {

  private Rows() {}

  /** Leaves some, and all those of a place. */
  static void leave(String url, int rows, Place place) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement statement = connection.prepareStatement(
            "DELETE FROM jobs WHERE application_id <> ? AND rowid NOT IN (SELECT rowid FROM jobs LIMIT ?)")) {
      statement.setString(1, place.application());
      statement.setInt(2, rows);
      statement.executeUpdate();
    }
  }
}
