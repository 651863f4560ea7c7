package io.syncjobs.server.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.engine.entry.KnownEntries;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Deletion of many rows. PostgreSQL ends long statements, so no statement may affect all rows. */
class ChunkedUpdatesTest {

  private static final int ROWS = 12_000;
  private static final List<String> TABLES = List.of("known_entries", "uploaded_records");

  private final String tenant = TestServer.newId();
  private final String application = TestServer.newId();

  @BeforeAll
  static void noteWhatStatementsDo() {
    JdbcClient jdbc = Database.POSTGRESQL.server().bean(JdbcClient.class);
    jdbc.sql("""
        CREATE TABLE noted (job_id TEXT, rows_gone BIGINT);
        CREATE FUNCTION note() RETURNS trigger AS $$
            BEGIN INSERT INTO noted SELECT job_id, count(*) FROM gone GROUP BY job_id; RETURN NULL; END $$ LANGUAGE plpgsql;
        """).update();
    // One transaction for each table, which never waits for a test that deletes from both.
    for (String table : TABLES) {
      jdbc.sql("CREATE TRIGGER noted AFTER DELETE ON " + table
              + " REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note()")
          .update();
    }
  }

  @AfterAll
  static void noteNoMore() {
    JdbcClient jdbc = Database.POSTGRESQL.server().bean(JdbcClient.class);
    for (String table : TABLES) {
      jdbc.sql("DROP TRIGGER noted ON " + table).update();
    }
    jdbc.sql("DROP FUNCTION note(); DROP TABLE noted").update();
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void deletesJobsWithTheirRowsInChunks(Database database) {
    TestServer server = database.server();
    String kept = create(server, "aws");
    String deleted = create(server, "scim");

    server.client(tenant).application(application).jobs().delete(deleted);

    assertThat(count(server, "known_entries", deleted)).isZero();
    assertThat(count(server, "uploaded_records", deleted)).isZero();
    assertThat(count(server, "known_entries", kept)).isEqualTo(ROWS);
    assertThat(count(server, "uploaded_records", kept)).isEqualTo(ROWS);
    if (database == Database.POSTGRESQL) {
      assertThat(noted(server, deleted)).containsExactly(2000L, 2000L, 5000L, 5000L, 5000L, 5000L);
    }
  }

  @Test
  void forgetsKnownEntriesInChunks() {
    TestServer server = Database.POSTGRESQL.server();
    String job = create(server, "scim");

    server.bean(KnownEntries.class).clear(new JobKey(new Owner(tenant, application), job));

    assertThat(count(server, "known_entries", job)).isZero();
    assertThat(noted(server, job)).containsExactly(2000L, 5000L, 5000L);
  }

  /** Numbers of a job's rows that each statement deleted. */
  private static List<Long> noted(TestServer server, String job) {
    return server
        .bean(JdbcClient.class)
        .sql("SELECT rows_gone FROM noted WHERE job_id = ?")
        .param(job)
        .query(Long.class)
        .list()
        .stream()
        .sorted()
        .toList();
  }

  /** Creates a job with uploads and known entries. */
  private String create(TestServer server, String template) {
    String id = Raw.of(server, tenant)
        .post(Raw.jobs(application), "{\"templateId\":\"%s\"}".formatted(template))
        .json()
        .path("id")
        .stringValue();
    insert(server, id, """
        known_entries (tenant_id, application_id, job_id, id, type, flowed, references_pending, held, failures, by_reference)
        SELECT :tenant, :application, :job, 'user' || number, 'User', '{}', 0, 0, 1, 0 FROM numbers
        """);
    insert(server, id, """
        uploaded_records (tenant_id, application_id, job_id, type, external_id, data, change)
        SELECT :tenant, :application, :job, 'User', 'user' || number, '{}', number FROM numbers
        """);
    return id;
  }

  /** Inserts rows a thousand at a time, so that no statement takes longer than the server allows. */
  private void insert(TestServer server, String job, String rows) {
    for (int from = 1; from <= ROWS; from += 1000) {
      int first = from;
      server.changeDatabase(jdbc -> jdbc.sql("""
              WITH RECURSIVE numbers (number) AS
                  (SELECT :from UNION ALL SELECT number + 1 FROM numbers WHERE number < :to)
              INSERT INTO """ + " " + rows)
          .param("from", first)
          .param("to", first + 999)
          .param("tenant", tenant)
          .param("application", application)
          .param("job", job)
          .update());
    }
  }

  private static long count(TestServer server, String table, String job) {
    return server
        .bean(JdbcClient.class)
        .sql("SELECT count(*) FROM " + table + " WHERE job_id = ?")
        .param(job)
        .query(Long.class)
        .single();
  }
}
