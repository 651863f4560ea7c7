package io.syncjobs.server.engine.entry;

import io.syncjobs.server.job.JobDeleted;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.platform.Chunks;
import io.syncjobs.server.platform.storage.ChunkedUpdates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Table of the references that jobs have written to counterparts. A target may return them never, in part or late (RFC 7643, section 7,
 * {@code returned}), so a reference to revoke is found here even if the target does not show it. Restarts keep it. Safe for use by many threads.
 */
@Repository
public class WrittenReferences {

  private static final String TABLE = "written_references";

  /** Precedes an id until all ids that change at once have changed. No counterpart has such an id, as a space begins none. */
  private static final String MOVING = " ";

  /** Condition that no counterpart has an id. */
  private static final String OF_NOBODY =
      " NOT EXISTS (SELECT 1 FROM known_entries known WHERE known.tenant_id = written_references.tenant_id"
          + " AND known.application_id = written_references.application_id AND known.job_id = written_references.job_id AND known.target_id = :target)";

  /** State of a reference that was written and is shown. One that was only attempted, or has followed to another id, has none. */
  private static final int SHOWN = 1;

  private static final int HIDDEN = 2;

  /** State of a reference that was shown, and is not any more. */
  private static final int VANISHED = 3;

  /** State of a reference under another id that its counterpart has got after an attempt without a known outcome at it. */
  private static final int ATTEMPT_FOLLOWED = 4;

  /** State, in its own column, of a reference that was removed, which a late read may still show. One that is about to be removed has 1. */
  private static final int REMOVED = 2;

  /** State of a reference that has followed to another id. A target that has shown it shows it there as well if it has it. */
  private static final String FOLLOWED = "CASE WHEN confirmed IN (" + SHOWN + ", " + VANISHED
      + ") THEN " + VANISHED + " WHEN confirmed IN (0, " + ATTEMPT_FOLLOWED + ") THEN "
      + ATTEMPT_FOLLOWED + " ELSE " + HIDDEN + " END, 1";

  private static final String ONE = " WHERE " + JobKey.CONDITION
      + " AND target_id = :target AND attribute = :attribute AND referenced_id = :referenced";

  /** Number of ids in one statement. */
  private static final int BATCH = 500;

  private final NamedParameterJdbcTemplate jdbc;
  private final ChunkedUpdates many;

  public WrittenReferences(NamedParameterJdbcTemplate jdbc, ChunkedUpdates many) {
    this.jdbc = jdbc;
    this.many = many;
  }

  /** References that the job has written, or may have written. */
  Written find(JobKey job, String targetId, String attribute) {
    Written written = Written.nothing();
    jdbc.query(
        "SELECT referenced_id, confirmed, removing, dangling FROM written_references WHERE "
            + JobKey.CONDITION
            + " AND target_id = :target AND attribute = :attribute ORDER BY referenced_id",
        of(job).addValue("target", targetId).addValue("attribute", attribute),
        row -> {
          if (row.getInt("removing") == REMOVED) {
            written.removed().add(row.getString("referenced_id"));
            return;
          }
          Set<String> known = row.getInt("removing") == 1
              ? written.removing()
              : row.getInt("dangling") == 1
                  ? written.dangling()
                  : row.getInt("confirmed") > 0 ? written.confirmed() : written.attempted();
          known.add(row.getString("referenced_id"));
          if (row.getInt("confirmed") != SHOWN) {
            written.hidden().add(row.getString("referenced_id"));
          }
          if (row.getInt("confirmed") == ATTEMPT_FOLLOWED) {
            written.followed().add(row.getString("referenced_id"));
          }
          if (row.getInt("confirmed") == VANISHED) {
            written.vanished().add(row.getString("referenced_id"));
          }
        });
    return written;
  }

  /** Entries for which accounts were disabled, by the ids of those, see {@link FoundLeavers}. */
  Map<String, String> disabledFor(JobKey job, Collection<String> targetIds) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (List<String> batch : Chunks.of(targetIds, BATCH)) {
      jdbc.query(
          "SELECT target_id, referenced_id FROM written_references WHERE " + JobKey.CONDITION
              + " AND attribute = :attribute AND target_id IN (:ids)",
          of(job).addValue("attribute", SyncRun.REFERENCES).addValue("ids", batch),
          row -> {
            entries.put(row.getString("target_id"), row.getString("referenced_id"));
          });
    }
    return entries;
  }

  /**
   * Entries whose counterparts had ids that an attribute of a counterpart may refer to, and that no counterpart has now, but for those of lost attempts: these
   * have given the reference to whoever has the id.
   */
  Map<String, EntryKey> owners(JobKey job, String targetId, String attribute) {
    Map<String, EntryKey> owners = new LinkedHashMap<>();
    jdbc.query(
        "SELECT referenced_id, owner_id, owner_type FROM written_references WHERE "
            + JobKey.CONDITION
            + " AND target_id = :target AND attribute = :attribute AND dangling = 1 AND confirmed > 0 AND owner_id IS NOT NULL AND"
            + OF_NOBODY.replace(":target", "written_references.referenced_id"),
        of(job).addValue("target", targetId).addValue("attribute", attribute),
        row -> {
          owners.put(
              row.getString("referenced_id"),
              new EntryKey(row.getString("owner_id"), row.getString("owner_type")));
        });
    return owners;
  }

  /** Stores that references are about to be removed, also those that others have written, since a node may die before it stores the outcome. */
  @Transactional
  public void removing(JobKey job, String targetId, String attribute, Set<String> ids) {
    batch("""
        INSERT INTO written_references (tenant_id, application_id, job_id, target_id, attribute, referenced_id, confirmed, removing)
        VALUES (:tenant, :application, :job, :target, :attribute, :referenced, 0, 1)
        ON CONFLICT (tenant_id, application_id, job_id, target_id, attribute, referenced_id) DO UPDATE SET removing = 1
        """, job, ReferenceChanges.of(targetId, attribute, Set.of(), ids), ids);
  }

  /** Stores that references are about to be written, maybe once more, since a node may die before it stores the outcome. */
  @Transactional
  public void attempt(JobKey job, String targetId, String attribute, Set<String> ids) {
    batch("""
        INSERT INTO written_references (tenant_id, application_id, job_id, target_id, attribute, referenced_id, confirmed)
        VALUES (:tenant, :application, :job, :target, :attribute, :referenced, 0)
        ON CONFLICT (tenant_id, application_id, job_id, target_id, attribute, referenced_id) DO UPDATE SET confirmed = 0, dangling = 0,
            removing = CASE written_references.removing WHEN 1 THEN 1 ELSE 0 END, owner_id = NULL, owner_type = NULL
        """, job, ReferenceChanges.of(targetId, attribute, ids, Set.of()), ids);
  }

  /** Stores changes of references. */
  @Transactional
  public void save(JobKey job, Collection<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      for (ReferenceChanges changes : outcome.references()) {
        batch(
            "DELETE FROM written_references" + ONE + " AND removing <> 1",
            job,
            changes,
            changes.removed());
        batch(
            "UPDATE written_references SET removing = " + REMOVED
                + ", confirmed = 0, dangling = 0, owner_id = NULL, owner_type = NULL" + ONE,
            job,
            changes,
            changes.removed());
        batch("""
            INSERT INTO written_references (tenant_id, application_id, job_id, target_id, attribute, referenced_id, confirmed)
            VALUES (:tenant, :application, :job, :target, :attribute, :referenced, 1)
            ON CONFLICT (tenant_id, application_id, job_id, target_id, attribute, referenced_id) DO UPDATE SET confirmed = 1, removing = 0, dangling = 0,
                owner_id = NULL, owner_type = NULL
            """, job, changes, changes.added());
        batch(confirming(HIDDEN), job, changes, changes.hidden());
        batch(confirming(VANISHED), job, changes, changes.vanished());
      }
    }
  }

  private static String confirming(int state) {
    return "UPDATE written_references SET confirmed = " + state + ONE;
  }

  private void batch(String sql, JobKey job, ReferenceChanges changes, Set<String> ids) {
    if (!ids.isEmpty()) {
      jdbc.batchUpdate(
          sql,
          ids.stream()
              .map(id -> of(job)
                  .addValue("target", changes.targetId())
                  .addValue("attribute", changes.attribute())
                  .addValue("referenced", id))
              .toArray(SqlParameterSource[]::new));
    }
  }

  /** Ids of entries whose counterparts refer to some others as far as the job has written it, whatever the source shows. */
  @Transactional(readOnly = true)
  public List<String> referrers(JobKey job, Collection<String> targetIds) {
    return Chunks.of(targetIds, BATCH).stream()
        .flatMap(batch -> jdbc
            .queryForList(
                "SELECT id FROM known_entries WHERE " + JobKey.CONDITION
                    + " AND target_id IN (SELECT target_id FROM written_references WHERE "
                    + JobKey.CONDITION + " AND removing < " + REMOVED
                    + " AND referenced_id IN (:ids))",
                of(job).addValue("ids", batch),
                String.class)
            .stream())
        .distinct()
        .toList();
  }

  /**
   * Remembers counterparts under both of their ids, until each is gone from those that refer to it, or wanted there. An id that somebody has who is no
   * counterpart is forgotten. All ids change at once, as some may have changed places.
   */
  @Transactional
  void move(JobKey job, List<Outcome.Move> moves) {
    List<Outcome.Move> changed = new ArrayList<>();
    for (Outcome.Move move : moves) {
      if (move.from().equalsIgnoreCase(move.to())) {
        recase(parameters(job, move.from(), String.valueOf(move.to())));
      } else {
        changed.add(move);
      }
    }
    String all =
        "tenant_id, application_id, job_id, target_id, attribute, referenced_id, confirmed, dangling, owner_id, owner_type";
    List<Outcome.Move> found =
        changed.stream().filter(move -> move.to() != null).toList();
    found.forEach(move -> copy(job, move.from(), MOVING + move.to(), "target_id", all));
    found.forEach(move -> copy(job, move.from(), MOVING + move.to(), "referenced_id", all));
    forget(job, changed.stream().map(Outcome.Move::from).toList());
    for (Outcome.Move move : changed) {
      jdbc.update(
          "UPDATE written_references SET owner_id = :owner, owner_type = :type WHERE "
              + JobKey.CONDITION + " AND referenced_id = :target",
          parameters(job, move.from(), "")
              .addValue("owner", move.entry().id())
              .addValue("type", move.entry().type()));
      if (move.reassigned()) {
        jdbc.update(
            "DELETE FROM written_references WHERE " + JobKey.CONDITION
                + " AND referenced_id = :target AND" + OF_NOBODY,
            parameters(job, move.from(), ""));
      }
    }
    for (String column : List.of("target_id", "referenced_id")) {
      for (Outcome.Move move : found) {
        copy(job, MOVING + move.to(), String.valueOf(move.to()), column, all);
        jdbc.update(
            "DELETE FROM written_references WHERE " + JobKey.CONDITION + " AND " + column
                + " = :target",
            parameters(job, MOVING + move.to(), ""));
      }
    }
  }

  /** Copies what is remembered of a counterpart to another id of it. */
  private void copy(JobKey job, String from, String to, String column, String columns) {
    jdbc.update(
        "INSERT INTO written_references (" + columns + ") SELECT "
            + columns.replace(column, ":to").replace("confirmed, dangling", FOLLOWED)
            + " FROM written_references WHERE " + JobKey.CONDITION + " AND " + column
            + " = :target AND removing < " + REMOVED + " ON CONFLICT DO NOTHING",
        parameters(job, from, to));
  }

  private static MapSqlParameterSource parameters(JobKey job, String from, String to) {
    return of(job).addValue("target", from).addValue("to", to);
  }

  /** Remembers a counterpart in the other case of its id alone, since a target may take both for the same. */
  private void recase(MapSqlParameterSource parameters) {
    for (String column : List.of("target_id", "referenced_id")) {
      String all =
          "tenant_id, application_id, job_id, target_id, attribute, referenced_id, confirmed, removing, dangling, owner_id, owner_type";
      String old =
          " FROM written_references WHERE " + JobKey.CONDITION + " AND " + column + " = :target";
      jdbc.update(
          "INSERT INTO written_references (" + all + ") SELECT " + all.replace(column, ":to") + old
              + " ON CONFLICT DO NOTHING",
          parameters);
      jdbc.update("DELETE" + old, parameters);
    }
  }

  /** Forgets the references of counterparts that were deleted. Those to them are left to the target, unless it still shows them later. */
  @Transactional
  public void forget(JobKey job, List<String> targetIds) {
    for (String id : targetIds) {
      MapSqlParameterSource parameters = of(job).addValue("target", id);
      many.change(
          "DELETE FROM written_references",
          TABLE,
          "referenced_id",
          JobKey.CONDITION + " AND target_id = :target",
          parameters);
      many.change(
          "UPDATE written_references SET dangling = 1",
          TABLE,
          "target_id",
          JobKey.CONDITION + " AND referenced_id = :target AND dangling = 0",
          parameters);
    }
  }

  @EventListener
  void clear(JobDeleted deleted) {
    many.change(
        "DELETE FROM written_references",
        TABLE,
        "referenced_id",
        JobKey.CONDITION,
        of(deleted.key()));
  }

  private static MapSqlParameterSource of(JobKey job) {
    return new MapSqlParameterSource(job.parameters());
  }
}
