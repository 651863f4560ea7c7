package io.syncjobs.server.connector.directory;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows beside those of entries, written within the transactions of {@link DirectoryWrites}. Safe for use by many threads. */
@Repository
class DirectoryRows {

  private static final int BATCH = 1000;

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  DirectoryRows(JdbcClient jdbc, JdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  /**
   * Locks a tenant's counter until the transaction ends. Every write begins with this, so those of a tenant come one after the other: a number is only
   * taken when the transaction that took the one before has committed. Numbers thus become visible in order, and who saw one will never meet a lesser
   * one that it missed. Whatever is read after this, such as whether a name is taken, stays true until the commit as well.
   */
  void lock(String tenantId) {
    jdbc.sql("""
            INSERT INTO directory_changes (tenant_id, newest) VALUES (:tenant, 0)
            ON CONFLICT (tenant_id) DO UPDATE SET newest = directory_changes.newest
            """).param("tenant", tenantId).update();
  }

  /** Takes the next numbers, and returns the first of them. */
  long take(String tenantId, int count) {
    return jdbc.sql(
                "UPDATE directory_changes SET newest = newest + :count WHERE tenant_id = :tenant RETURNING newest")
            .param("tenant", tenantId)
            .param("count", count)
            .query(Long.class)
            .single()
        - count
        + 1;
  }

  /** Writes what an entry is looked up by, as far as it differs. */
  void writeKeys(
      String tenantId,
      DirectoryEntry entry,
      Map<String, String> before,
      Map<String, String> after) {
    Map<String, String> stale = new HashMap<>(before);
    stale.entrySet().removeAll(after.entrySet());
    Map<String, String> fresh = new HashMap<>(after);
    fresh.entrySet().removeAll(before.entrySet());
    each(
        "DELETE FROM directory_values WHERE tenant_id = ? AND entry_id = ? AND type = ? AND attribute = ? AND value_key = ?",
        stale.entrySet(),
        key -> List.of(tenantId, entry.id(), entry.type(), key.getKey(), key.getValue()));
    each(
        "INSERT INTO directory_values (tenant_id, entry_id, type, attribute, value_key) VALUES (?, ?, ?, ?, ?)",
        fresh.entrySet(),
        key -> List.of(tenantId, entry.id(), entry.type(), key.getKey(), key.getValue()));
  }

  /** Writes to what an entry refers. */
  void writeReferences(
      String tenantId, DirectoryEntry entry, Set<String> added, Set<String> removed) {
    String attribute =
        entry.type().equals(Attributes.GROUP) ? Attributes.MEMBERS : Attributes.MANAGER;
    each(
        "DELETE FROM directory_references WHERE tenant_id = ? AND from_id = ? AND attribute = ? AND to_id = ?",
        removed,
        to -> List.of(tenantId, entry.id(), attribute, to));
    each(
        "INSERT INTO directory_references (tenant_id, from_id, attribute, to_id) VALUES (?, ?, ?, ?)",
        added,
        to -> List.of(tenantId, entry.id(), attribute, to));
  }

  /** Gives entries that aren't gone numbers of their own. */
  void renumber(String tenantId, Collection<String> ids) {
    if (ids.isEmpty()) {
      return;
    }
    long[] number = {take(tenantId, ids.size())};
    each(
        "UPDATE directory_entries SET change = ? WHERE tenant_id = ? AND id = ? AND gone = FALSE",
        ids,
        id -> List.of(number[0]++, tenantId, id));
  }

  private interface Row<T> {
    List<Object> of(T item);
  }

  private <T> void each(String sql, Collection<T> items, Row<T> row) {
    batches.batchUpdate(sql, items, BATCH, (statement, item) -> {
      List<Object> values = row.of(item);
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
    });
  }
}
