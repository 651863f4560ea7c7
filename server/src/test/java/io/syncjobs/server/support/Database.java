package io.syncjobs.server.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The databases that a server can use, with the servers on them that tests share. Thread-safe. */
public enum Database {
  /** A file in the data folder. */
  SQLITE {
    @Override
    public String[] newDatabase() {
      return new String[0];
    }
  },
  /** A real PostgreSQL, with fsync as in production. */
  POSTGRESQL {
    @Override
    public String[] newDatabase() {
      // A client sees no difference, so one database is enough for those of other versions.
      TestServer.assumeInThisProcess();
      return settings(postgres(), "test" + NUMBER.incrementAndGet());
    }
  };

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Map<Kind, TestServer> SHARED = new ConcurrentHashMap<>();
  /** Many tests at once may wait for the only writer of a shared SQLite, longer than callers of a server should. */
  private static final String PATIENT = "--spring.datasource.hikari.connection-timeout=20000";

  private static @Nullable EmbeddedPostgres postgres;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Database::stop, "end of shared servers"));
  }

  private record Kind(Database database, List<String> settings) {}

  /** Settings of a server for a new, empty database of this kind. */
  public abstract String[] newDatabase();

  /** Starts a server on a new, empty database of this kind. */
  public TestServer newServer(String... settings) {
    return TestServer.start(
        Stream.of(newDatabase(), settings).flatMap(Stream::of).toArray(String[]::new));
  }

  /**
   * The server on this kind of database that all tests with these settings share. It runs until the last test has ended, and other tests use
   * it at the same time, so each test works on tenants and applications of its own.
   */
  public TestServer server(String... settings) {
    return SHARED.computeIfAbsent(
        new Kind(this, List.of(settings)),
        kind -> newServer(
            Stream.concat(Stream.of(PATIENT), Stream.of(settings)).toArray(String[]::new)));
  }

  /** The shared server with these settings. */
  public TestServer server(List<String> settings) {
    return server(settings.toArray(String[]::new));
  }

  /** Starts a separate PostgreSQL for one test. */
  public static EmbeddedPostgres startPostgres() {
    return start(EmbeddedPostgres.builder());
  }

  /** Starts a PostgreSQL in a folder and on a port, which an earlier one may have used. */
  public static EmbeddedPostgres startPostgres(Path folder, int port) {
    return start(EmbeddedPostgres.builder()
        .setDataDirectory(folder)
        .setCleanDataDirectory(false)
        .setPort(port));
  }

  private static EmbeddedPostgres start(EmbeddedPostgres.Builder builder) {
    try {
      return builder
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on")
          .setServerConfig("full_page_writes", "on")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL can't be started on this machine", e);
    }
  }

  /** Settings of a server for a new database of a PostgreSQL. */
  public static String[] settings(EmbeddedPostgres postgres, String name) {
    return settings(postgres, name, postgres.getPort());
  }

  /** Settings of a server for a new database, reached through a proxy port. */
  public static String[] settings(EmbeddedPostgres postgres, String name, int port) {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new String[] {
      "--spring.datasource.url=jdbc:postgresql://localhost:" + port + "/" + name,
      "--spring.datasource.username=postgres"
    };
  }

  /** Opens a connection to a database of PostgreSQL by the settings of its server. */
  public static Connection connect(String[] settings) throws SQLException {
    return DriverManager.getConnection(
        settings[0].substring(settings[0].indexOf('=') + 1), "postgres", "");
  }

  private static synchronized EmbeddedPostgres postgres() {
    if (postgres == null) {
      postgres = start(EmbeddedPostgres.builder().setRegisterShutdownHook(false));
    }
    return postgres;
  }

  /** Stops the shared servers before their PostgreSQL, since without it they would wait for connections. */
  private static synchronized void stop() {
    SHARED.values().forEach(TestServer::close);
    try {
      if (postgres != null) {
        postgres.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
