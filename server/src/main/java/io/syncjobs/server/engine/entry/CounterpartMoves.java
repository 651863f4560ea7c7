package io.syncjobs.server.engine.entry;

import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.platform.storage.UtcText;
import java.time.Instant;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Changes of what jobs know of entries whose counterparts others refer to, in the table of {@link KnownEntries}. Safe for use by many threads. */
@Repository
public class CounterpartMoves {

  private final NamedParameterJdbcTemplate jdbc;

  public CounterpartMoves(NamedParameterJdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Links the entry that still has a counterpart's id from before to its id now.
   *
   * @param look time of the attempt that compares its values, unless one is planned
   */
  @Transactional
  public void move(JobKey job, Outcome.Move move, Instant look) {
    jdbc.update(
        "UPDATE known_entries SET target_id = :to, flowed = '{}', looks = 0, by_reference = 0, retry_at = coalesce(retry_at, :look)"
            + " WHERE " + JobKey.CONDITION + " AND target_id = :from",
        of(job, move.from(), look).addValue("to", move.to()));
  }

  /**
   * Plans an attempt at the entry of a counterpart that the target does not show, unless one is planned.
   *
   * @param look time of the attempt
   */
  @Transactional
  public void lookFor(JobKey job, String targetId, Instant look) {
    jdbc.update(
        "UPDATE known_entries SET by_reference = 0, retry_at = :look WHERE " + JobKey.CONDITION
            + " AND target_id = :from AND retry_at IS NULL",
        of(job, targetId, look));
  }

  private static MapSqlParameterSource of(JobKey job, String from, Instant look) {
    return new MapSqlParameterSource(job.parameters())
        .addValue("from", from)
        .addValue("look", UtcText.of(look));
  }
}
