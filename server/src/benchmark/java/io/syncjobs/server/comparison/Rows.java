package io.syncjobs.server.comparison;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Deletes jobs from a SQLite database directly, while a server uses it. */
final class Rows {

  private Rows() {}

  /** Deletes all jobs except a number of rows and the jobs of a target. */
  static void leave(String url, int rows, LoadTarget target) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement statement = connection.prepareStatement(
            "DELETE FROM jobs WHERE application_id <> ? AND rowid NOT IN (SELECT rowid FROM jobs LIMIT ?)")) {
      statement.setString(1, target.application());
      statement.setInt(2, rows);
      statement.executeUpdate();
    }
  }
}
