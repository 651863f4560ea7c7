package io.syncjobs.server.engine.entry;

import io.syncjobs.server.job.JobDeleted;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.platform.Chunks;
import io.syncjobs.server.platform.storage.ChunkedUpdates;
import io.syncjobs.server.platform.storage.UtcText;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Table of the jobs' knowledge of entries; rows are deleted with their job. Safe for use by many threads. */
@Repository
public class KnownEntries {

  private static final String TABLE = "known_entries";
  private static final String AFTER =
      " AND (id > :afterId OR (id = :afterId AND type > :afterType)) ORDER BY id, type LIMIT :limit";
  private static final String SAVE = """
      INSERT INTO known_entries (tenant_id, application_id, job_id, id, type, target_type, target_id, flowed,
          references_pending, held, failures, by_reference, retry_at, traces, former_id, found_by, looks, display_name,
          withdrawn, strangers)
      VALUES (:tenant, :application, :job, :id, :type, :targetType, :targetId, :flowed, :pending, :held, :failures,
          :byReference, :retryAt, :traces, :formerId, :foundBy, :looks, :displayName, :withdrawn,
          :strangers)
      ON CONFLICT (tenant_id, application_id, job_id, id, type) DO UPDATE SET
          target_type = excluded.target_type, target_id = excluded.target_id, flowed = excluded.flowed,
          references_pending = CASE WHEN known_entries.references_pending = 2 AND excluded.target_id IS NOT NULL THEN 1
              ELSE excluded.references_pending END,
          held = excluded.held, failures = excluded.failures, by_reference = excluded.by_reference, retry_at = excluded.retry_at,
          traces = excluded.traces, former_id = excluded.former_id, withdrawn = excluded.withdrawn, strangers = excluded.strangers,
          found_by = excluded.found_by, looks = excluded.looks, display_name = excluded.display_name,
          locked_by = CASE WHEN known_entries.locked_by = :holder THEN NULL ELSE known_entries.locked_by END
      """;
  private static final String ATTEMPT = """
      INSERT INTO known_entries (tenant_id, application_id, job_id, id, type, flowed, references_pending, held, failures,
          by_reference, retry_at, traces, locked_by)
      VALUES (:tenant, :application, :job, :id, :type, :flowed, 0, 0, 0, 0, :retryAt, :traces, :holder)
      ON CONFLICT (tenant_id, application_id, job_id, id, type) DO UPDATE SET
          traces = excluded.traces, locked_by = excluded.locked_by,
          locked_until = CASE WHEN known_entries.locked_by = excluded.locked_by THEN known_entries.locked_until END
      """;
  private static final String POSTPONE = """
      INSERT INTO known_entries (tenant_id, application_id, job_id, id, type, flowed, references_pending, held, failures,
          by_reference, retry_at)
      VALUES (:tenant, :application, :job, :id, :type, :flowed, 0, 0, 0, 0, :retryAt)
      ON CONFLICT (tenant_id, application_id, job_id, id, type) DO UPDATE SET retry_at = excluded.retry_at
      """;
  private static final String FORGET =
      "DELETE FROM known_entries WHERE " + JobKey.CONDITION + " AND id = :id AND type = :type";

  /** Number of ids in one statement. */
  private static final int BATCH = 500;

  private final NamedParameterJdbcTemplate jdbc;
  private final EntryRows rows;
  private final ChunkedUpdates many;

  public KnownEntries(NamedParameterJdbcTemplate jdbc, JsonMapper json, ChunkedUpdates many) {
    this.jdbc = jdbc;
    rows = new EntryRows(json);
    this.many = many;
  }

  /** Finds known entries by id; unknown ones are left out. */
  @Transactional(readOnly = true)
  public Map<EntryKey, KnownEntry> find(JobKey job, Collection<String> ids) {
    Map<EntryKey, KnownEntry> found = new HashMap<>();
    for (List<String> batch : batches(ids)) {
      for (KnownEntry entry : jdbc.query(
          "SELECT * FROM known_entries WHERE " + JobKey.CONDITION + " AND id IN (:ids)",
          of(job).addValue("ids", batch),
          (row, number) -> rows.read(row))) {
        found.put(EntryKey.of(entry), entry);
      }
    }
    return found;
  }

  /**
   * Entries that others refer to.
   *
   * @param targets ids of the counterparts to refer to
   * @param withdrawn whether some are left out because they were deleted or are out of scope
   */
  record Referred(Set<String> targets, boolean withdrawn) {}

  /** Counterparts of entries that others refer to. */
  @Transactional(readOnly = true)
  Referred referred(JobKey job, Collection<String> ids) {
    Map<String, String> targets = new HashMap<>();
    boolean[] withdrawn = new boolean[1];
    for (List<String> batch : batches(ids)) {
      jdbc.query(
          "SELECT id, target_id, withdrawn FROM known_entries WHERE " + JobKey.CONDITION
              + " AND target_id IS NOT NULL AND id IN (:ids)",
          of(job).addValue("ids", batch),
          row -> {
            if (row.getInt("withdrawn") == 1) {
              withdrawn[0] = true;
            } else {
              targets.put(row.getString("id"), row.getString("target_id"));
            }
          });
    }
    Set<String> inOrder = new LinkedHashSet<>();
    ids.stream()
        .filter(targets::containsKey)
        .forEach(id -> inOrder.add(String.valueOf(targets.get(id))));
    return new Referred(inOrder, withdrawn[0]);
  }

  /** Ids of entries by the ids of their counterparts; ids that belong to no entry are left out. */
  @Transactional(readOnly = true)
  public Map<String, String> sources(JobKey job, Collection<String> targetIds) {
    Map<String, String> sources = new LinkedHashMap<>();
    for (List<String> batch : batches(targetIds)) {
      jdbc.query(
          "SELECT id, target_id FROM known_entries WHERE " + JobKey.CONDITION
              + " AND target_id IN (:ids)",
          of(job).addValue("ids", batch),
          row -> {
            sources.put(row.getString("target_id"), row.getString("id"));
          });
    }
    return sources;
  }

  /** Id of one of the job's counterparts of a type. */
  Optional<String> anyCounterpart(JobKey job, String targetType) {
    return jdbc
        .queryForList(
            "SELECT target_id FROM known_entries WHERE " + JobKey.CONDITION
                + " AND target_type = :type AND target_id IS NOT NULL ORDER BY id LIMIT 1",
            of(job).addValue("type", targetType),
            String.class)
        .stream()
        .findFirst();
  }

  /** Ids of entries whose counterparts refer to others than the job's counterparts. */
  List<String> withStrangers(JobKey job) {
    return jdbc.queryForList(
        "SELECT id FROM known_entries WHERE " + JobKey.CONDITION + " AND strangers = 1",
        of(job),
        String.class);
  }

  /** Display names of entries by the ids of their counterparts; ids without a name are left out. */
  @Transactional(readOnly = true)
  Map<String, String> names(JobKey job, Collection<String> targetIds) {
    Map<String, String> names = new HashMap<>();
    for (List<String> batch : batches(targetIds)) {
      jdbc.query(
          "SELECT target_id, display_name FROM known_entries WHERE " + JobKey.CONDITION
              + " AND display_name IS NOT NULL AND target_id IN (:ids)",
          of(job).addValue("ids", batch),
          row -> {
            names.put(row.getString("target_id"), row.getString("display_name"));
          });
    }
    return names;
  }

  /** Kinds of linked entries, by which they are counted. */
  @Transactional(readOnly = true)
  public Map<EntryKey, String> kinds(JobKey job, Collection<String> ids) {
    Map<EntryKey, String> kinds = new HashMap<>();
    for (List<String> batch : batches(ids)) {
      jdbc.query(
          "SELECT id, type, target_type FROM known_entries WHERE " + JobKey.CONDITION
              + " AND target_id IS NOT NULL AND id IN (:ids)",
          of(job).addValue("ids", batch),
          row -> {
            String type = row.getString("type");
            kinds.put(
                new EntryKey(row.getString("id"), type),
                KnownEntry.kind(type, row.getString("target_type")));
          });
    }
    return kinds;
  }

  /**
   * Page of entries whose next attempt is due, because they are in escrow or a provisioning on demand did not end.
   *
   * @param withHeld whether entries whose deletion was held back are due as well
   */
  public List<KnownEntry> due(
      JobKey job, Instant now, boolean withHeld, EntryKey after, int limit) {
    MapSqlParameterSource parameters = of(job).addValue("now", UtcText.of(now));
    String due = withHeld ? "held = 1 OR retry_at <= :now" : "retry_at <= :now";
    return page(due, parameters, after, limit);
  }

  /** Page of entries in escrow. */
  public List<KnownEntry> failed(JobKey job, EntryKey after, int limit) {
    return page("failures > 0", of(job), after, limit);
  }

  /** Page of entries whose references are to be synchronized. */
  public List<KnownEntry> pending(JobKey job, EntryKey after, int limit) {
    return page("references_pending > 0", of(job), after, limit);
  }

  private List<KnownEntry> page(
      String condition, MapSqlParameterSource parameters, EntryKey after, int limit) {
    return jdbc.query(
        "SELECT * FROM known_entries WHERE " + JobKey.CONDITION + " AND (" + condition + ")"
            + AFTER,
        parameters
            .addValue("afterId", after.id())
            .addValue("afterType", after.type())
            .addValue("limit", limit),
        (row, number) -> rows.read(row));
  }

  /**
   * Stores entries, and deletes those that are not worth keeping.
   *
   * @param holder run of a cycle whose locks end with that
   */
  @Transactional
  public void save(JobKey job, Collection<KnownEntry> entries, String holder) {
    batch(SAVE, job, entries.stream().filter(KnownEntry::worthKeeping).toList(), holder);
    batch(FORGET, job, entries.stream().filter(entry -> !entry.worthKeeping()).toList(), holder);
  }

  /**
   * Stores that entries are about to change in the target, and locks them.
   *
   * @param holder run of a cycle, or request that has locked them already
   */
  @Transactional
  public void attempt(JobKey job, List<KnownEntry> entries, String holder) {
    batch(ATTEMPT, job, entries, holder);
  }

  /** Stores what an attempt that is under way is about to change. */
  @Transactional
  void attempting(JobKey job, KnownEntry entry) {
    jdbc.update(
        "UPDATE known_entries SET traces = :traces WHERE " + JobKey.CONDITION
            + " AND id = :id AND type = :type AND traces IS NOT NULL",
        rows.parameters(job, entry));
  }

  /**
   * Id of another entry of the same type whose last attempt has no known outcome and may have created a counterpart with a value.
   *
   * @param entry the entry that is not meant
   */
  Optional<String> attempting(JobKey job, EntryKey entry, Trace made) {
    return jdbc
        .query(
            "SELECT * FROM known_entries WHERE " + JobKey.CONDITION
                + " AND type = :type AND id <> :id AND traces <> '[]' AND target_id IS NULL"
                + " AND lower(traces) LIKE lower(:like) ESCAPE '!' ORDER BY id",
            of(job)
                .addValue("type", entry.type())
                .addValue("id", entry.id())
                .addValue("like", containing(made)),
            (row, number) -> rows.read(row))
        .stream()
        .filter(other -> other.attemptedNames().stream().anyMatch(made::isSameInAnyCase))
        .map(KnownEntry::id)
        .findFirst();
  }

  /**
   * Other entries of the same type whose counterparts got a name, also those that a restart has forgotten. Its case does not count, as some services show names in
   * another one.
   */
  List<KnownEntry> having(JobKey job, EntryKey entry, Trace name) {
    return jdbc
        .query(
            "SELECT * FROM known_entries WHERE " + JobKey.CONDITION
                + " AND type = :type AND id <> :id AND (target_id IS NOT NULL OR former_id IS NOT NULL)"
                + " AND lower(found_by) LIKE lower(:like) ESCAPE '!' ORDER BY id",
            of(job)
                .addValue("type", entry.type())
                .addValue("id", entry.id())
                .addValue("like", containing(name)),
            (row, number) -> rows.read(row))
        .stream()
        .filter(other -> other.foundBy().stream().anyMatch(name::isSameInAnyCase))
        .toList();
  }

  /** Pattern of texts that contain a name. */
  private String containing(Trace name) {
    return "%" + rows.stored(name.value()).replaceAll("[!%_]", "!$0") + "%";
  }

  /** Plans a cycle's attempts at entries, whatever was planned before. */
  @Transactional
  public void postpone(JobKey job, Collection<EntryKey> entries, Instant retryAt) {
    List<KnownEntry> planned = entries.stream()
        .map(entry -> KnownEntry.unknown(entry.type(), entry.id()).retriedAt(retryAt))
        .toList();
    batch(POSTPONE, job, planned, "");
  }

  private void batch(String sql, JobKey job, List<KnownEntry> entries, String holder) {
    if (!entries.isEmpty()) {
      jdbc.batchUpdate(
          sql,
          entries.stream()
              .map(entry -> rows.parameters(job, entry).addValue("holder", holder))
              .toArray(SqlParameterSource[]::new));
    }
  }

  /** Requests a look at the references of entries that have a counterpart, also if one is under way, which may have begun too early. */
  @Transactional
  public void markPending(JobKey job, Collection<String> ids) {
    for (List<String> batch : batches(ids)) {
      jdbc.update(
          "UPDATE known_entries SET references_pending = 2 WHERE " + JobKey.CONDITION
              + " AND target_id IS NOT NULL AND id IN (:ids)",
          of(job).addValue("ids", batch));
    }
  }

  /**
   * Empties the escrow of a job. The next cycle tells whom among its entries it must not forget, since only the source knows who left, and looks at
   * references once more.
   */
  @Transactional
  public void clearEscrows(JobKey job) {
    many.change(
        "UPDATE known_entries SET failures = 0, retry_at = :forgiven",
        TABLE,
        "id",
        JobKey.CONDITION + " AND failures > 0",
        of(job).addValue("forgiven", UtcText.of(KnownEntry.FORGIVEN)));
  }

  /**
   * Forgets all entries of a job, except which counterparts they had and what was written to those: access has to end with its source, also where the target
   * does not show it. Their references are looked at again.
   */
  @Transactional
  public void clear(JobKey job) {
    many.change(
        "DELETE FROM known_entries",
        TABLE,
        "id",
        JobKey.CONDITION + " AND target_id IS NULL AND former_id IS NULL AND traces IS NULL",
        of(job));
    many.change(
        "UPDATE known_entries SET former_id = coalesce(target_id, former_id), target_id = NULL, target_type = NULL,"
            + " references_pending = 0, held = 0, failures = 0, by_reference = 0, looks = 0,"
            + " retry_at = CASE WHEN failures > 0 OR held = 1 OR retry_at IS NOT NULL THEN :forgiven END",
        TABLE,
        "id",
        JobKey.CONDITION + " AND (target_id IS NOT NULL OR failures > 0 OR held = 1)",
        of(job).addValue("forgiven", UtcText.of(KnownEntry.FORGIVEN)));
  }

  @EventListener
  void clear(JobDeleted deleted) {
    many.change("DELETE FROM known_entries", TABLE, "id", JobKey.CONDITION, of(deleted.key()));
  }

  private static MapSqlParameterSource of(JobKey job) {
    return new MapSqlParameterSource(job.parameters());
  }

  private static List<List<String>> batches(Collection<String> ids) {
    return Chunks.of(new LinkedHashSet<>(ids), BATCH);
  }
}
