package io.syncjobs.server.engine.entry;

import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.platform.storage.UtcText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Changes of what jobs know of entries whose counterparts have other ids, in the table of {@link KnownEntries}. Safe for use by many threads. */
@Repository
public class CounterpartMoves {

  private final NamedParameterJdbcTemplate jdbc;
  private final KnownEntries entries;
  private final WrittenReferences written;

  public CounterpartMoves(
      NamedParameterJdbcTemplate jdbc, KnownEntries entries, WrittenReferences written) {
    this.jdbc = jdbc;
    this.entries = entries;
    this.written = written;
  }

  /**
   * Stores the ids that counterparts have by now, also of entries that others refer to, after the outcomes themselves. Several may have changed places.
   *
   * @param look time of the attempts at entries whose counterparts moved or are missing, unless one is planned
   * @return changes of the numbers of linked entries
   */
  @Transactional
  public Map<String, Long> store(JobKey job, List<Outcome> outcomes, Instant look) {
    Map<String, Long> links = new HashMap<>();
    Set<Outcome.Move> own = new LinkedHashSet<>();
    Set<Outcome.Move> others = new LinkedHashSet<>();
    outcomes.forEach(
        outcome -> outcome.moves().forEach(move -> (outcome.isOwn(move) ? own : others).add(move)));
    others.removeAll(own);
    List<Outcome.Move> moves = new ArrayList<>(own);
    for (Outcome.Move move : others) {
      Map<EntryKey, String> kinds =
          move.to() == null ? entries.kinds(job, List.of(move.entry().id())) : Map.of();
      // The id tells whether other work on the entry has ended meanwhile.
      if (move(job, move, look)) {
        moves.add(move);
        String kind = kinds.get(move.entry());
        if (kind != null) {
          links.merge(kind, -1L, Long::sum);
        }
      }
    }
    written.move(job, moves);
    outcomes.stream()
        .flatMap(outcome -> outcome.missing().stream())
        .forEach(id -> lookFor(job, id, look));
    return links;
  }

  private boolean move(JobKey job, Outcome.Move move, Instant look) {
    String change = move.to() == null
        ? "target_type = NULL, target_id = NULL, former_id = target_id, references_pending = 0"
        : "target_id = :to";
    return jdbc.update(
            "UPDATE known_entries SET " + change
                + ", looks = 0, by_reference = 0, retry_at = coalesce(retry_at, :look) WHERE "
                + JobKey.CONDITION + " AND id = :id AND type = :type AND target_id = :from",
            of(job, move.from(), look)
                .addValue("id", move.entry().id())
                .addValue("type", move.entry().type())
                .addValue("to", move.to()))
        > 0;
  }

  /** Plans an attempt at the entry of a counterpart that the target does not show, unless one is planned. */
  private void lookFor(JobKey job, String targetId, Instant look) {
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
