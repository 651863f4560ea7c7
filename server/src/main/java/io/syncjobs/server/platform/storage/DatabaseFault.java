package io.syncjobs.server.platform.storage;

import io.syncjobs.server.platform.startup.SetupException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.stream.Stream;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/** Says in plain words why a start can't use the database, and what its operator can do. */
final class DatabaseFault {

  private static final String SETTINGS =
      "Check the settings spring.datasource.url, spring.datasource.username and spring.datasource.password.";

  private DatabaseFault() {}

  /**
   * @param url setting of the database, which may contain a password
   * @param failure has an {@link SQLException} among its causes, if the database caused it
   */
  static SetupException of(String url, Exception failure) {
    String database = url.startsWith(StorageConfiguration.SQLITE_URL)
        ? "The database file " + file(url)
        : "The PostgreSQL database " + place(url);
    if (failure instanceof FlywayValidateException) {
      return new SetupException(
          database
              + " has tables that another version of the server made or that somebody changed.",
          "Start the version of the server that made them, or restore a backup.",
          failure);
    }
    SQLException known = known(failure);
    if (known == null) {
      return new SetupException(
          database + " can't be brought up to date: "
              + line(NestedExceptionUtils.getMostSpecificCause(failure)),
          SETTINGS,
          failure);
    }
    return known.getSQLState() == null
        ? sqlite(database, file(url), known)
        : postgresql(database, known.getSQLState(), known);
  }

  /** Interprets a primary result code, see sqlite.org/rescode.html. */
  private static SetupException sqlite(String database, String file, SQLException failure) {
    return switch (failure.getErrorCode() & 0xff) {
      case 5, 6 ->
        new SetupException(
            database + " is locked by another program.", "End the other program.", failure);
      case 8 ->
        new SetupException(
            database + " is read-only for the server.",
            "Permit the account of the server to write to this file, to " + file + "-wal and "
                + file + "-shm if they exist, and to their folder.",
            failure);
      case 11, 26 ->
        new SetupException(
            database + " is damaged or isn't a SQLite database.",
            "Restore a backup in its place, or move it away with the files " + file + "-wal and "
                + file + "-shm: the server then begins with an empty database.",
            failure);
      case 13 ->
        new SetupException(database + " has no space left on its disk.", "Free space.", failure);
      case 14 ->
        new SetupException(
            database + " can't be opened.",
            "Make sure that it is a file, if it exists, and that the account of the server may read and write it and create files in its folder.",
            failure);
      default ->
        new SetupException(
            database + " can't be used: " + line(failure),
            "Check the file and its disk, or restore a backup.",
            failure);
    };
  }

  /** Interprets an SQLSTATE, see appendix A of PostgreSQL's manual. */
  private static SetupException postgresql(String database, String state, SQLException failure) {
    if (state.startsWith("08")) {
      Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
      String reason =
          root instanceof UnknownHostException ? "there is no host of this name" : line(root);
      return new SetupException(
          database + " can't be reached: " + reason,
          "Make sure that PostgreSQL runs there, and that spring.datasource.url names its host and port.",
          failure);
    }
    if (state.startsWith("28")) {
      return new SetupException(
          database + " refuses the user or the password.",
          "Correct spring.datasource.username and spring.datasource.password.",
          failure);
    }
    return switch (state) {
      case "3D000" ->
        new SetupException(
            database + " doesn't exist.",
            "Create it, or correct its name in spring.datasource.url.",
            failure);
      case "42501" ->
        new SetupException(
            database + " lacks a permission for the server's user: " + line(failure),
            "Make this user the owner of the database, or grant it CREATE on the schema.",
            failure);
      case "25006" ->
        new SetupException(
            database + " is read-only.",
            "Name a primary server instead of a standby in spring.datasource.url.",
            failure);
      default ->
        new SetupException(database + " can't be used: " + line(failure), SETTINGS, failure);
    };
  }

  private static String file(String url) {
    String name = url.substring(StorageConfiguration.SQLITE_URL.length())
        .replaceFirst("^file:", "")
        .replaceFirst("\\?.*", "");
    return Path.of(name).toAbsolutePath().normalize().toString();
  }

  /** Name, host and port of a database. The URL isn't printed, since it may contain a password. */
  private static String place(String url) {
    try {
      DriverPropertyInfo[] parts =
          DriverManager.getDriver(url).getPropertyInfo(url, new Properties());
      return part(parts, "PGDBNAME") + " at " + part(parts, "PGHOST") + ":" + part(parts, "PGPORT");
    } catch (SQLException e) {
      return "of spring.datasource.url";
    }
  }

  private static String part(DriverPropertyInfo[] parts, String name) {
    return Stream.of(parts)
        .filter(part -> part.name.equals(name))
        .map(part -> part.value)
        .findFirst()
        .orElse("");
  }

  private static @Nullable SQLException known(Throwable failure) {
    Throwable each = failure;
    while (each != null && !(each instanceof SQLException)) {
      each = each.getCause();
    }
    return (SQLException) each;
  }

  private static String line(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
