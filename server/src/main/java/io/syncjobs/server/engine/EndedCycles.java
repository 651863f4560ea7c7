package io.syncjobs.server.engine;

import io.syncjobs.server.job.JobKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Table of the cycles that ended, of each job the newest. They are deleted with their job. Safe for use by many threads. */
@Repository
public class EndedCycles {

  private static final String OF_JOB = " FROM cycles WHERE " + JobKey.CONDITION;

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final EngineProperties properties;

  EndedCycles(JdbcClient jdbc, JsonMapper json, EngineProperties properties) {
    this.jdbc = jdbc;
    this.json = json;
    this.properties = properties;
  }

  /**
   * A cycle and its position in the list.
   *
   * @param number position; later cycles have greater numbers
   */
  public record Numbered(long number, EndedCycle cycle) {}

  /** Stores a cycle, replaces an earlier attempt at it, and deletes cycles that are no longer kept. The transaction must have locked the job. */
  @Transactional
  public void save(JobKey key, EndedCycle cycle) {
    long number = jdbc.sql("SELECT coalesce(max(number), 0) + 1" + OF_JOB)
        .params(key.parameters())
        .query(Long.class)
        .single();
    jdbc.sql("""
            INSERT INTO cycles (tenant_id, application_id, job_id, id, number, up_to, document)
            VALUES (:tenant, :application, :job, :id, :number, :upTo, :document)
            ON CONFLICT (tenant_id, application_id, job_id, id) DO UPDATE SET document = excluded.document
            """)
        .params(key.parameters())
        .param("id", cycle.execution().id())
        .param("number", number)
        .param("upTo", cycle.upTo())
        .param("document", json.writeValueAsString(cycle))
        .update();
    jdbc.sql("DELETE" + OF_JOB + " AND number <= :last")
        .params(key.parameters())
        .param("last", number - properties.keepCycles())
        .update();
  }

  /**
   * Reads a page of the cycles of a job, the newest first.
   *
   * @param before number of the last cycle of the page before; null for the first page
   * @param except id of a cycle to leave out, because it is under way again; null for none
   */
  public List<Numbered> list(
      JobKey key, @Nullable Long before, @Nullable String except, int limit) {
    return jdbc.sql("SELECT *" + OF_JOB
            + " AND number < :before AND id <> :except ORDER BY number DESC LIMIT :limit")
        .params(key.parameters())
        .param("before", Objects.requireNonNullElse(before, Long.MAX_VALUE))
        .param("except", Objects.requireNonNullElse(except, ""))
        .param("limit", limit)
        .query((row, number) -> read(row))
        .list();
  }

  /** Counts the cycles of a job, without one that is under way again. */
  public long count(JobKey key, @Nullable String except) {
    return jdbc.sql("SELECT count(*)" + OF_JOB + " AND id <> :except")
        .params(key.parameters())
        .param("except", Objects.requireNonNullElse(except, ""))
        .query(Long.class)
        .single();
  }

  /** Finds a cycle of a job. */
  public Optional<EndedCycle> find(JobKey key, String id) {
    return jdbc.sql("SELECT *" + OF_JOB + " AND id = :id")
        .params(key.parameters())
        .param("id", id)
        .query((row, number) -> read(row).cycle())
        .optional();
  }

  /** The first cycles of a job that ended after they had read at least up to a change of the source. */
  List<EndedCycle> firstUpTo(JobKey key, long change, int limit) {
    return jdbc.sql("SELECT *" + OF_JOB + " AND up_to >= :change ORDER BY number LIMIT :limit")
        .params(key.parameters())
        .param("change", change)
        .param("limit", limit)
        .query((row, number) -> read(row).cycle())
        .list();
  }

  private Numbered read(ResultSet row) throws SQLException {
    return new Numbered(
        row.getLong("number"), json.readValue(row.getString("document"), EndedCycle.class));
  }
}
