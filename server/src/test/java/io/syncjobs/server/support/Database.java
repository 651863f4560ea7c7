package io.syncjobs.server.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The databases that a server can use, each with one server that all tests share. */
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
      return settings(postgres(), "test" + NUMBER.incrementAndGet());
    }
  };

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Map<Database, TestServer> SHARED = new ConcurrentHashMap<>();
  private static @Nullable EmbeddedPostgres postgres;

  /** Settings of a server for a new, empty database of this kind. */
  public abstract String[] newDatabase();

  /** Starts a server on a new, empty database of this kind. */
  public TestServer newServer() {
    return TestServer.start(newDatabase());
  }

  /** The server on this kind of database that all tests share. */
  public TestServer server() {
    return SHARED.computeIfAbsent(this, Database::newServer);
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

  private static synchronized EmbeddedPostgres postgres() {
    if (postgres == null) {
      postgres = startPostgres();
    }
    return postgres;
  }
}
