package io.syncjobs.server.web.development;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.engine.TenantTasks;
import io.syncjobs.server.engine.TenantTime;
import io.syncjobs.server.platform.Ids;
import io.syncjobs.server.platform.TenantClocks;
import io.syncjobs.server.platform.storage.TenantTables;
import io.syncjobs.server.platform.storage.UtcText;
import io.syncjobs.server.web.development.target.SandboxTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Table of the copies of tenants. Safe for use by many threads; the calls for one tenant must follow each other. */
class Snapshots {

  /** Source of the rows that stand for executions of db-scheduler. */
  private static final String TASKS = "scheduled_tasks";

  /** Rows that are written at once. */
  private static final int BATCH = 500;

  private static final String OF_NAME = " WHERE tenant_id = ? AND name = ?";

  private final TenantTables tables;
  private final TenantTasks tasks;
  private final TenantTime time;
  private final TenantClocks clocks;
  private final Ids ids;
  private final JdbcTemplate jdbc;
  private final JsonMapper json;
  private final TransactionTemplate transactions;

  Snapshots(
      TenantTables tables,
      TenantTasks tasks,
      TenantTime time,
      TenantClocks clocks,
      Ids ids,
      JdbcTemplate jdbc,
      JsonMapper json,
      PlatformTransactionManager manager) {
    this.tables = tables;
    this.tasks = tasks;
    this.time = time;
    this.clocks = clocks;
    this.ids = ids;
    this.jdbc = jdbc;
    this.json = json;
    transactions = new TransactionTemplate(manager);
    // All tables are copied as they were at one time.
    transactions.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
  }

  /** Snapshots of a tenant, ordered by name. */
  List<Snapshot> list(String tenantId) {
    return jdbc.query(
        "SELECT name, taken_at FROM snapshots WHERE tenant_id = ? ORDER BY name",
        (row, number) ->
            new Snapshot(row.getString("name"), Instant.parse(row.getString("taken_at"))),
        tenantId);
  }

  /**
   * Takes a snapshot, in place of one of the same name.
   *
   * @return false if a cycle runs or is due, or another write came between; nothing has changed then
   */
  boolean take(String tenantId, String name, SandboxTarget target) {
    return attempt(() -> {
      Instant now = clocks.server().instant();
      Optional<List<TenantTasks.Waiting>> waiting = tasks.waiting(tenantId, now);
      if (waiting.isEmpty()) {
        return false;
      }
      boolean stands = clocks.stands(tenantId);
      jdbc.update("DELETE FROM snapshots" + OF_NAME, tenantId, name);
      jdbc.update(
          "INSERT INTO snapshots (tenant_id, name, taken_at, state) VALUES (?, ?, ?, ?)",
          tenantId,
          name,
          UtcText.of(stands ? clocks.of(tenantId).instant() : now.plus(clocks.ahead(tenantId))),
          json.writeValueAsString(
              new State(target.state(), stands, ids.place(tenantId).orElse(null))));
      Rows rows = new Rows(tenantId, name);
      tables.read(tenantId, rows::add);
      waiting.get().forEach(task -> rows.add(TASKS, task));
      rows.write();
      return true;
    });
  }

  /** Writes the rows of a snapshot in batches. */
  private final class Rows {
    private final String tenantId;
    private final String name;
    private final List<Object[]> rows = new ArrayList<>();
    private long number;

    Rows(String tenantId, String name) {
      this.tenantId = tenantId;
      this.name = name;
    }

    void add(String source, Object row) {
      rows.add(new Object[] {tenantId, name, number++, source, json.writeValueAsString(row)});
      if (rows.size() == BATCH) {
        write();
      }
    }

    void write() {
      jdbc.batchUpdate(
          "INSERT INTO snapshot_rows (tenant_id, name, number, source, document) VALUES (?, ?, ?, ?, ?)",
          rows);
      rows.clear();
    }
  }

  /**
   * Makes a tenant what it was at a snapshot.
   *
   * @return false if a node runs a cycle, or another write came between; nothing has changed then
   * @throws Refusal if the tenant has no such snapshot
   */
  boolean restore(String tenantId, String name, SandboxTarget target) {
    Stored stored = find(tenantId, name);
    boolean restored = attempt(() -> {
      if (!tasks.removeAll(tenantId)) {
        return false;
      }
      tables.emptyExceptSnapshots(tenantId);
      for (long from = 0; ; from += BATCH) {
        List<Row> rows = rows(tenantId, name, from);
        insert(rows, stored.ahead());
        if (rows.size() < BATCH) {
          break;
        }
      }
      time.store(tenantId, stored.ahead, stored.state.stands);
      return true;
    });
    if (restored) {
      clocks.set(tenantId, stored.ahead, stored.state.stands);
      ids.follow(tenantId, stored.state.ids);
      target.restore(stored.state.target);
    }
    return restored;
  }

  private record Row(String source, String document) {}

  /**
   * State of a tenant that isn't in the tables.
   *
   * @param stands whether its clock stands still
   * @param ids place in the sequences of its seed; null if it has none
   */
  private record State(SandboxTarget.State target, boolean stands, Ids.@Nullable Place ids) {}

  private record Stored(Duration ahead, State state) {}

  private Stored find(String tenantId, String name) {
    return jdbc
        .query(
            "SELECT taken_at, state FROM snapshots" + OF_NAME,
            (row, number) -> {
              State state = json.readValue(row.getString("state"), State.class);
              Instant base = clocks.base(state.stands);
              return new Stored(
                  Duration.between(base, Instant.parse(row.getString("taken_at"))), state);
            },
            tenantId,
            name)
        .stream()
        .findFirst()
        .orElseThrow(() -> missing(name));
  }

  private List<Row> rows(String tenantId, String name, long from) {
    return jdbc.query(
        "SELECT source, document FROM snapshot_rows" + OF_NAME
            + " AND number >= ? AND number < ? ORDER BY number",
        (row, number) -> new Row(row.getString("source"), row.getString("document")),
        tenantId,
        name,
        from,
        from + BATCH);
  }

  private void insert(List<Row> rows, Duration ahead) {
    List<Map<String, @Nullable Object>> same = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      if (row.source.equals(TASKS)) {
        tasks.add(json.readValue(row.document, TenantTasks.Waiting.class), ahead);
        continue;
      }
      same.add(json.readValue(row.document, new TypeReference<>() {}));
      if (i + 1 == rows.size() || !rows.get(i + 1).source.equals(row.source)) {
        tables.insert(row.source, same);
        same.clear();
      }
    }
  }

  /**
   * Deletes a snapshot.
   *
   * @throws Refusal if the tenant has no such snapshot
   */
  void delete(String tenantId, String name) {
    if (jdbc.update("DELETE FROM snapshots" + OF_NAME, tenantId, name) == 0) {
      throw missing(name);
    }
  }

  private static Refusal missing(String name) {
    return new Refusal(
        ErrorCode.SNAPSHOT_NOT_FOUND,
        "snapshotName",
        "The tenant has no snapshot %s. List the snapshots to see their names."
            .formatted(Quoted.of(name)));
  }

  /** Runs a transaction, which is undone if the action returns false. */
  private boolean attempt(Action action) {
    try {
      return Objects.requireNonNull(transactions.execute(transaction -> {
        boolean done = action.run();
        if (!done) {
          transaction.setRollbackOnly();
        }
        return done;
      }));
    } catch (ConcurrencyFailureException e) {
      return false;
    }
  }

  private interface Action {
    boolean run();
  }
}
