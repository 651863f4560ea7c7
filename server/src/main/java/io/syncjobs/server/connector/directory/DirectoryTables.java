package io.syncjobs.server.connector.directory;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Statements on change numbers, lookup values and references, within the transactions of {@link DirectoryWriter}. Safe for use by many threads. */
@Repository
class DirectoryTables {

  private static final int BATCH = 1000;

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  DirectoryTables(JdbcClient jdbc, JdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  /**
   * Locks a tenant's counter of changes until the transaction ends. Every write begins with this, so the writes of a tenant run one after the other and
   * their numbers become visible in ascending order: a reader that has seen a number never misses a smaller one that is committed later. Checks that
   * follow the lock, such as that a name is free, stay true until the commit.
   */
  void lock(String tenantId) {
    jdbc.sql("""
            INSERT INTO directory_changes (tenant_id, newest) VALUES (:tenant, 0)
            ON CONFLICT (tenant_id) DO UPDATE SET newest = directory_changes.newest
            """).param("tenant", tenantId).update();
  }

  /** Reserves change numbers and returns the first of them. */
  long reserve(String tenantId, int count) {
    return jdbc.sql(
                "UPDATE directory_changes SET newest = newest + :count WHERE tenant_id = :tenant RETURNING newest")
            .param("tenant", tenantId)
            .param("count", count)
            .query(Long.class)
            .single()
        - count
        + 1;
  }

  /** Replaces the lookup values of an entry that differ. */
  void writeLookupValues(
      String tenantId,
      DirectoryEntry entry,
      Map<String, String> before,
      Map<String, String> after) {
    Map<String, String> stale = new HashMap<>(before);
    stale.entrySet().removeAll(after.entrySet());
    Map<String, String> fresh = new HashMap<>(after);
    fresh.entrySet().removeAll(before.entrySet());
    batch(
        "DELETE FROM directory_values WHERE tenant_id = ? AND entry_id = ? AND type = ? AND attribute = ? AND value_key = ?",
        stale.entrySet(),
        key -> List.of(tenantId, entry.id(), entry.type(), key.getKey(), key.getValue()));
    batch(
        "INSERT INTO directory_values (tenant_id, entry_id, type, attribute, value_key) VALUES (?, ?, ?, ?, ?)",
        fresh.entrySet(),
        key -> List.of(tenantId, entry.id(), entry.type(), key.getKey(), key.getValue()));
  }

  /** Adds and removes references of an entry. */
  void writeReferences(
      String tenantId, DirectoryEntry entry, Set<String> added, Set<String> removed) {
    String attribute = entry.type().equals(DirectoryAttributes.GROUP)
        ? DirectoryAttributes.MEMBERS
        : DirectoryAttributes.MANAGER;
    batch(
        "DELETE FROM directory_references WHERE tenant_id = ? AND from_id = ? AND attribute = ? AND to_id = ?",
        removed,
        to -> List.of(tenantId, entry.id(), attribute, to));
    batch(
        "INSERT INTO directory_references (tenant_id, from_id, attribute, to_id) VALUES (?, ?, ?, ?)",
        added,
        to -> List.of(tenantId, entry.id(), attribute, to));
  }

  /** Gives each entry that isn't gone a new change number, so that sources report it again. */
  void renumber(String tenantId, Collection<String> ids) {
    if (ids.isEmpty()) {
      return;
    }
    long[] next = {reserve(tenantId, ids.size())};
    batch(
        "UPDATE directory_entries SET change = ? WHERE tenant_id = ? AND id = ? AND gone = FALSE",
        ids,
        id -> List.of(next[0]++, tenantId, id));
  }

  private <T> void batch(String sql, Collection<T> items, Function<T, List<Object>> row) {
    batches.batchUpdate(sql, items, BATCH, (statement, item) -> {
      List<Object> values = row.apply(item);
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
    });
  }
}
