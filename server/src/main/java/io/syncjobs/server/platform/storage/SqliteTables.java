package io.syncjobs.server.platform.storage;

import java.util.Map;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** What the migrations need on SQLite. */
public final class SqliteTables {

  private SqliteTables() {}

  /** Sets SQLite's collation that compares bytes, and adds the statistics by which SQLite chooses indexes. */
  public static FluentConfiguration describe(FluentConfiguration flyway) {
    return flyway
        .placeholders(Map.of("bytewise", "BINARY"))
        .locations("classpath:db/migration", "classpath:db/sqlite");
  }
}
