package io.syncjobs.server.engine;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.engine.entry.EntrySync;
import io.syncjobs.server.job.progress.Quarantine;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Result of a dry run. Its pages are read from the run's own database, until that is closed. Safe for use by many threads.
 */
public final class DryRun implements AutoCloseable {

  /** Order of the actions: first those that somebody should look at. */
  public enum Action {
    ESCROW(0),
    DELETE(1),
    DISABLE(2),
    CREATE(3),
    UPDATE(4),
    SKIP(5),
    NONE(6);

    private final int rank;

    Action(int rank) {
      this.rank = rank;
    }
  }

  /**
   * Position in the list of changes.
   *
   * @param type of the entry in the source
   * @param id of the entry in the source
   */
  public record Place(Action action, String type, String id) {}

  /**
   * What the cycle would do with an entry.
   *
   * @param event event that the provisioning log would get
   */
  public record Change(Action action, ProvisioningEvent event) {

    /** Position of this change. */
    public Place place() {
      return new Place(action, event.source().type(), event.source().id());
    }

    /** Id of the counterpart in the target; null if it doesn't exist yet. */
    public @Nullable String targetId() {
      ProvisioningEvent.Identity target = event.target();
      return target == null || target.id().startsWith(DryRunTarget.NEW) ? null : target.id();
    }
  }

  static final String TABLE = """
      CREATE TABLE changes (
          rank INTEGER NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, action TEXT NOT NULL, event TEXT NOT NULL,
          PRIMARY KEY (rank, type, id)) WITHOUT ROWID
      """;

  private static final int BATCH = 500;

  private final DryRunDatabase database;
  private final JsonMapper json;
  private final boolean initial;
  private final @Nullable Quarantine quarantine;
  private final Map<Action, Long> counts = new EnumMap<>(Action.class);
  private boolean closed;

  /**
   * @param database has the events of the cycle
   * @param initial whether the cycle was an initial one
   * @param quarantine quarantine of the job after the cycle; null for none
   */
  DryRun(
      DryRunDatabase database, JsonMapper json, boolean initial, @Nullable Quarantine quarantine) {
    this.database = database;
    this.json = json;
    this.initial = initial;
    this.quarantine = quarantine;
    for (Action action : Action.values()) {
      counts.put(action, 0L);
    }
    classify();
  }

  private void classify() {
    JdbcTemplate jdbc = database.jdbc();
    List<String[]> events;
    String last = "";
    do {
      events = jdbc.query(
          "SELECT id, document FROM provisioning_events WHERE id > ? ORDER BY id LIMIT " + BATCH,
          (row, number) -> new String[] {row.getString("id"), row.getString("document")},
          last);
      List<Object[]> rows = new ArrayList<>();
      for (String[] stored : events) {
        ProvisioningEvent event = json.readValue(stored[1], ProvisioningEvent.class);
        Action action = action(event);
        counts.merge(action, 1L, Long::sum);
        rows.add(new Object[] {
          action.rank, event.source().type(), event.source().id(), action.name(), stored[0]
        });
        last = stored[0];
      }
      jdbc.batchUpdate(
          "INSERT INTO changes (rank, type, id, action, event) VALUES (?, ?, ?, ?, ?)", rows);
    } while (events.size() == BATCH);
  }

  private static Action action(ProvisioningEvent event) {
    return switch (event.result()) {
      case FAILURE -> Action.ESCROW;
      case SKIPPED ->
        event.action() != ProvisioningEvent.Action.STAGED_DELETE && EntrySync.foundInStep(event)
            ? Action.NONE
            : Action.SKIP;
      default ->
        switch (event.action()) {
          case CREATE -> Action.CREATE;
          case DELETE -> Action.DELETE;
          case DISABLE -> Action.DISABLE;
          case UPDATE -> Action.UPDATE;
          default -> Action.NONE;
        };
    };
  }

  /** True if the cycle would read every entry. */
  public boolean initial() {
    return initial;
  }

  /** Quarantine of the job after the cycle; empty for none. */
  public Optional<Quarantine> quarantine() {
    return Optional.ofNullable(quarantine);
  }

  /** Number of entries by action. */
  public Map<Action, Long> counts() {
    return Map.copyOf(counts);
  }

  /**
   * Reads changes in the order of their places.
   *
   * @param after place of the last change of the page before; null for the first page
   * @return empty if the result was closed
   */
  public synchronized Optional<List<Change>> changes(@Nullable Place after, int limit) {
    if (closed) {
      return Optional.empty();
    }
    return Optional.of(database
        .jdbc()
        .query(
            """
            SELECT c.action, e.document FROM changes c JOIN provisioning_events e ON e.id = c.event
            WHERE (c.rank, c.type, c.id) > (?, ?, ?) ORDER BY c.rank, c.type, c.id LIMIT ?
            """,
            (row, number) -> new Change(
                Action.valueOf(row.getString("action")),
                json.readValue(row.getString("document"), ProvisioningEvent.class)),
            after == null ? -1 : after.action().rank,
            after == null ? "" : after.type(),
            after == null ? "" : after.id(),
            limit));
  }

  @Override
  public synchronized void close() {
    closed = true;
    database.close();
  }
}
