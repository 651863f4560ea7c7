package io.syncjobs.server.engine;

import io.syncjobs.server.job.JobKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Table of the turns that nodes have taken for requests to targets, and of the pauses that targets have asked for. Pauses outlive the node that was
 * asked. Safe for use by many threads.
 */
@Repository
class TargetPace {

  private final NamedParameterJdbcTemplate jdbc;

  TargetPace(NamedParameterJdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Takes the next free span of a job's time, which no other node gets.
   *
   * @param now earliest beginning
   * @return beginning of the span
   * @throws org.springframework.dao.DataIntegrityViolationException if the job has been deleted
   */
  @Transactional
  Instant take(JobKey job, Instant now, Duration length) {
    Long end = jdbc.queryForObject(
        """
            INSERT INTO target_pace (tenant_id, application_id, job_id, taken_until, rests_until)
            VALUES (:tenant, :application, :job, :end, 0)
            ON CONFLICT (tenant_id, application_id, job_id) DO UPDATE SET taken_until =
            CASE WHEN target_pace.taken_until > :now THEN target_pace.taken_until + :length ELSE :end END
            RETURNING taken_until
            """,
        of(job)
            .addValue("now", micros(now))
            .addValue("length", length.toNanos() / 1000)
            .addValue("end", micros(now.plus(length))),
        Long.class);
    return instant(Objects.requireNonNull(end)).minus(length);
  }

  /** Stores how long a target wants to rest. */
  @Transactional
  void rest(JobKey job, Instant until) {
    jdbc.update("""
            INSERT INTO target_pace (tenant_id, application_id, job_id, taken_until, rests_until)
            SELECT tenant_id, application_id, id, 0, :until FROM jobs
            WHERE tenant_id = :tenant AND application_id = :application AND id = :job
            ON CONFLICT (tenant_id, application_id, job_id) DO UPDATE SET rests_until = :until
            """, of(job).addValue("until", micros(until)));
  }

  /** Time until which a job's target wants to rest; it may have passed. */
  Instant restsUntil(JobKey job) {
    List<Long> until = jdbc.queryForList(
        "SELECT rests_until FROM target_pace WHERE " + JobKey.CONDITION, of(job), Long.class);
    return until.isEmpty() ? Instant.EPOCH : instant(until.get(0));
  }

  private static MapSqlParameterSource of(JobKey job) {
    return new MapSqlParameterSource(job.parameters());
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
