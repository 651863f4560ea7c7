package io.syncjobs.server.platform.storage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.server.platform.startup.SetupException;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Starts of a server whose tables can't be brought up to date, which happens beside the rest of the start. */
class MigrationTest {

  private final Path folder = TestServer.newFolder();

  private void assertRefused(String fault) {
    assertThatThrownBy(() -> TestServer.startIn(folder).close())
        .isInstanceOf(SetupException.class)
        .hasMessageStartingWith("The database file " + folder.resolve("syncjobs.db") + fault);
  }

  @Test
  void refusesAFileThatIsNoDatabase() throws IOException {
    Path file = Files.createDirectories(folder).resolve("syncjobs.db");
    Files.writeString(file, "No database. ".repeat(1000));
    assertRefused(" is damaged or isn't a SQLite database");
  }

  @Test
  void refusesTablesOfAnotherHistory() {
    try (TestServer server = TestServer.startIn(folder)) {
      server.changeDatabase(
          jdbc -> jdbc.sql("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '5'")
              .update());
    }
    assertRefused(" has tables that another version");
  }
}
