package io.syncjobs.server.platform.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** The tables of copies of tenants. Safe for use by many threads; transactions are the caller's. */
public final class SnapshotTables {

  /** Rows that are written or read at once. */
  private static final int BATCH = 500;

  private static final String OF_NAME = " WHERE tenant_id = ? AND name = ?";

  private final JdbcTemplate jdbc;

  SnapshotTables(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A snapshot.
   *
   * @param time that the clock of the tenant showed
   * @param state JSON of what isn't in the tables
   */
  public record Stored(String name, Instant time, String state) {}

  /**
   * A copied row.
   *
   * @param source table that it is a copy from
   * @param document JSON of its values
   */
  public record Row(String source, String document) {}

  /** Snapshots of a tenant, ordered by name. */
  public List<Stored> list(String tenantId) {
    return query("WHERE tenant_id = ? ORDER BY name", tenantId);
  }

  /** The snapshot of a tenant with a name, if it has one. */
  public Optional<Stored> find(String tenantId, String name) {
    return query(OF_NAME, tenantId, name).stream().findFirst();
  }

  private List<Stored> query(String condition, Object... values) {
    return jdbc.query(
        "SELECT name, taken_at, state FROM snapshots " + condition,
        (row, number) -> new Stored(
            row.getString("name"),
            Instant.parse(row.getString("taken_at")),
            row.getString("state")),
        values);
  }

  /** Adds a snapshot without rows. */
  public void add(String tenantId, Stored snapshot) {
    jdbc.update(
        "INSERT INTO snapshots (tenant_id, name, taken_at, state) VALUES (?, ?, ?, ?)",
        tenantId,
        snapshot.name(),
        UtcText.of(snapshot.time()),
        snapshot.state());
  }

  /** Deletes a snapshot with its rows. Returns false if the tenant has none of that name. */
  public boolean delete(String tenantId, String name) {
    return jdbc.update("DELETE FROM snapshots" + OF_NAME, tenantId, name) > 0;
  }

  /** Writes the rows of a new snapshot, in their order. */
  public Rows rows(String tenantId, String name) {
    return new Rows(tenantId, name);
  }

  /** Rows of a new snapshot. Not safe for use by many threads. */
  public final class Rows {
    private final String tenantId;
    private final String name;
    private final List<Object[]> waiting = new ArrayList<>();
    private long number;

    private Rows(String tenantId, String name) {
      this.tenantId = tenantId;
      this.name = name;
    }

    /** Adds a row. */
    public void add(Row row) {
      waiting.add(new Object[] {tenantId, name, number++, row.source(), row.document()});
      if (waiting.size() == BATCH) {
        write();
      }
    }

    /** Writes the rows that were added last. */
    public void write() {
      jdbc.batchUpdate(
          "INSERT INTO snapshot_rows (tenant_id, name, number, source, document) VALUES (?, ?, ?, ?, ?)",
          waiting);
      waiting.clear();
    }
  }

  /** The next rows of a snapshot in their order, beginning with a number; empty after the last. */
  public List<Row> read(String tenantId, String name, long from) {
    return jdbc.query(
        "SELECT source, document FROM snapshot_rows" + OF_NAME
            + " AND number >= ? AND number < ? ORDER BY number",
        (row, number) -> new Row(row.getString("source"), row.getString("document")),
        tenantId,
        name,
        from,
        from + BATCH);
  }
}
