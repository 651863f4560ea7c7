package io.syncjobs.server.web.development.sandbox;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.engine.TenantTasks;
import io.syncjobs.server.engine.TenantTime;
import io.syncjobs.server.platform.Ids;
import io.syncjobs.server.platform.TenantClocks;
import io.syncjobs.server.platform.storage.SnapshotTables;
import io.syncjobs.server.platform.storage.TenantTables;
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
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The copies of tenants. Safe for use by many threads; the calls for one tenant must follow each other. */
class Snapshots {

  /** Source of the rows that stand for executions of db-scheduler. */
  private static final String TASKS = "scheduled_tasks";

  private final TenantTables tables;
  private final SnapshotTables copies;
  private final TenantTasks tasks;
  private final TenantTime time;
  private final TenantClocks clocks;
  private final Ids ids;
  private final JsonMapper json;
  private final TransactionTemplate transactions;

  Snapshots(
      TenantTables tables,
      SnapshotTables copies,
      TenantTasks tasks,
      TenantTime time,
      TenantClocks clocks,
      Ids ids,
      JsonMapper json,
      PlatformTransactionManager manager) {
    this.tables = tables;
    this.copies = copies;
    this.tasks = tasks;
    this.time = time;
    this.clocks = clocks;
    this.ids = ids;
    this.json = json;
    transactions = new TransactionTemplate(manager);
    // All tables are copied as they were at one time.
    transactions.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
  }

  /** Snapshots of a tenant, ordered by name. */
  List<Snapshot> list(String tenantId) {
    return copies.list(tenantId).stream()
        .map(stored -> new Snapshot(stored.name(), stored.time()))
        .toList();
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
      copies.delete(tenantId, name);
      copies.add(
          tenantId,
          new SnapshotTables.Stored(
              name,
              stands ? clocks.of(tenantId).instant() : now.plus(clocks.ahead(tenantId)),
              json.writeValueAsString(
                  new State(target.state(), stands, ids.place(tenantId).orElse(null)))));
      SnapshotTables.Rows rows = copies.rows(tenantId, name);
      tables.read(tenantId, (table, values) -> rows.add(row(table, values)));
      waiting.get().forEach(task -> rows.add(row(TASKS, task)));
      rows.write();
      return true;
    });
  }

  private SnapshotTables.Row row(String source, Object values) {
    return new SnapshotTables.Row(source, json.writeValueAsString(values));
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
      List<SnapshotTables.Row> rows = copies.read(tenantId, name, 0);
      for (long read = rows.size(); !rows.isEmpty(); read += rows.size()) {
        insert(rows, stored.ahead());
        rows = copies.read(tenantId, name, read);
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

  /**
   * State of a tenant that isn't in the tables.
   *
   * @param stands whether its clock stands still
   * @param ids place in the sequences of its seed; null if it has none
   */
  private record State(SandboxTarget.State target, boolean stands, Ids.@Nullable Place ids) {}

  private record Stored(Duration ahead, State state) {}

  private Stored find(String tenantId, String name) {
    SnapshotTables.Stored stored = copies.find(tenantId, name).orElseThrow(() -> missing(name));
    State state = json.readValue(stored.state(), State.class);
    return new Stored(Duration.between(clocks.base(state.stands), stored.time()), state);
  }

  private void insert(List<SnapshotTables.Row> rows, Duration ahead) {
    List<Map<String, @Nullable Object>> same = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      SnapshotTables.Row row = rows.get(i);
      if (row.source().equals(TASKS)) {
        tasks.add(json.readValue(row.document(), TenantTasks.Waiting.class), ahead);
        continue;
      }
      same.add(json.readValue(row.document(), new TypeReference<>() {}));
      if (i + 1 == rows.size() || !rows.get(i + 1).source().equals(row.source())) {
        tables.insert(row.source(), same);
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
    if (Boolean.FALSE.equals(transactions.execute(deletion -> copies.delete(tenantId, name)))) {
      throw missing(name);
    }
  }

  /**
   * Deletes all that is stored for a tenant, with its snapshots.
   *
   * @return false if a node runs a cycle, or another write came between; nothing has changed then
   */
  boolean deleteTenant(String tenantId) {
    return attempt(() -> {
      if (!tasks.removeAll(tenantId)) {
        return false;
      }
      tables.empty(tenantId);
      return true;
    });
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
