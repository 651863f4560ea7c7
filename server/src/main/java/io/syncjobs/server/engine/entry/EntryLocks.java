package io.syncjobs.server.engine.entry;

import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.platform.Chunks;
import io.syncjobs.server.platform.storage.UtcText;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Locks on entries, in the table of {@link KnownEntries}: without them a cycle and a provisioning on demand could both write what they don't know of each other,
 * which some targets store twice. The lock of a cycle's run ends with the run, the one of a request ends unless it is extended, so that a killed node
 * blocks nobody for long. Each call needs a transaction that has locked the job. Safe for use by many threads.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class EntryLocks {

  /** Time after which a request that does not extend its lock is taken for dead; longer than an exchange with a target usually takes. */
  private static final Duration LEASE = Duration.ofMinutes(1);

  private static final int BATCH = 500;
  private static final String ENTRY =
      " WHERE " + JobKey.CONDITION + " AND id = :id AND type = :type";

  private final NamedParameterJdbcTemplate jdbc;

  public EntryLocks(NamedParameterJdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Locks an entry for a request, and plans a cycle's attempt at it in case the request does not end.
   *
   * @param request id of the request
   * @param runner run of the job's cycle that is under way; an empty text if there is none
   * @param now the server's time, as nodes are taken for dead in real time
   * @param retryAt time of the cycle's attempt
   * @return false if the cycle or another request has locked it
   */
  public boolean lock(
      JobKey job, EntryKey entry, String request, String runner, Instant now, Instant retryAt) {
    return jdbc.update(
            """
            INSERT INTO known_entries (tenant_id, application_id, job_id, id, type, flowed, references_pending, held, failures,
                by_reference, retry_at, locked_by, locked_until)
            VALUES (:tenant, :application, :job, :id, :type, '{}', 0, 0, 0, 0, :retryAt, :holder, :until)
            ON CONFLICT (tenant_id, application_id, job_id, id, type) DO UPDATE SET
                retry_at = excluded.retry_at, locked_by = excluded.locked_by, locked_until = excluded.locked_until
            WHERE known_entries.locked_by IS NULL OR known_entries.locked_until <= :now
                OR (known_entries.locked_until IS NULL AND known_entries.locked_by <> :runner)
            """,
            of(job, entry)
                .addValue("holder", request)
                .addValue("runner", runner)
                .addValue("until", UtcText.of(now.plus(LEASE)))
                .addValue("now", UtcText.of(now))
                .addValue("retryAt", UtcText.of(retryAt)))
        == 1;
  }

  /** Extends the lock of a request; false if it has lost the lock. */
  public boolean extend(JobKey job, EntryKey entry, String request, Instant now) {
    return jdbc.update(
            "UPDATE known_entries SET locked_until = :until" + ENTRY + " AND locked_by = :holder",
            of(job, entry)
                .addValue("holder", request)
                .addValue("until", UtcText.of(now.plus(LEASE))))
        == 1;
  }

  /** Ends the lock of a request. */
  public void unlock(JobKey job, EntryKey entry, String request) {
    jdbc.update(
        "UPDATE known_entries SET locked_by = NULL, locked_until = NULL" + ENTRY
            + " AND locked_by = :holder",
        of(job, entry).addValue("holder", request));
  }

  /** Those of some entries that requests have locked. */
  public Set<EntryKey> ofRequests(JobKey job, Collection<EntryKey> entries, Instant now) {
    Set<String> ids = new LinkedHashSet<>();
    entries.forEach(entry -> ids.add(entry.id()));
    Set<EntryKey> locked = new HashSet<>();
    for (List<String> batch : Chunks.of(ids, BATCH)) {
      locked.addAll(jdbc.query(
          "SELECT id, type FROM known_entries WHERE " + JobKey.CONDITION
              + " AND id IN (:ids) AND locked_by IS NOT NULL AND locked_until > :now",
          new MapSqlParameterSource(job.parameters())
              .addValue("ids", batch)
              .addValue("now", UtcText.of(now)),
          (row, number) -> new EntryKey(row.getString("id"), row.getString("type"))));
    }
    return locked;
  }

  /** Locks entries, which no request has locked, for a look of the job's cycle at their references. */
  public void lock(JobKey job, Collection<EntryKey> entries, String runner) {
    jdbc.batchUpdate(
        "UPDATE known_entries SET locked_by = :holder, locked_until = NULL, references_pending = 1"
            + ENTRY,
        entries.stream()
            .map(entry -> of(job, entry).addValue("holder", runner))
            .toArray(SqlParameterSource[]::new));
  }

  private static MapSqlParameterSource of(JobKey job, EntryKey entry) {
    return new MapSqlParameterSource(job.parameters())
        .addValue("id", entry.id())
        .addValue("type", entry.type());
  }
}
