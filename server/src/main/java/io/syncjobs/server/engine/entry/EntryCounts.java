package io.syncjobs.server.engine.entry;

import io.syncjobs.server.job.JobKey;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Counts known entries that wait for another attempt. Safe for use by many threads. */
@Repository
public class EntryCounts {

  private final NamedParameterJdbcTemplate jdbc;

  public EntryCounts(NamedParameterJdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Numbers of entries in escrow and of deletions held back.
   *
   * @param failed entries that failed because of their own values
   * @param failedWithout those of them that have no counterpart
   * @param failedByReference entries that failed because of a reference
   * @param held deletions held back
   */
  public record Counts(long failed, long failedWithout, long failedByReference, long held) {}

  /** Counts entries in escrow and deletions held back. */
  @Transactional(readOnly = true)
  public Counts of(JobKey job) {
    return new Counts(
        number("failures > 0 AND by_reference = 0", job),
        number("failures > 0 AND by_reference = 0 AND target_id IS NULL", job),
        number("failures > 0 AND by_reference = 1", job),
        number("held = 1", job));
  }

  private long number(String condition, JobKey job) {
    Long number = jdbc.queryForObject(
        "SELECT count(*) FROM known_entries WHERE " + JobKey.CONDITION + " AND " + condition,
        new MapSqlParameterSource(job.parameters()),
        Long.class);
    return number == null ? 0 : number;
  }
}
