package io.syncjobs.server.audit;

import io.syncjobs.server.platform.Chunks;
import io.syncjobs.server.platform.storage.UtcText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table of events. Each row belongs to one tenant, and every statement is limited to one tenant, except the one that lists tenants. Safe for use
 * by many threads.
 */
@Repository
public class AuditLog {

  /** Approximate limit of a page's stored text, which has to fit into memory once for each concurrent request. */
  private static final int PAGE_CHARACTERS = 1 << 21;

  private static final int FETCH_SIZE = 200;

  /** Number of types, such as {@code User} and {@code Group}, whose entries may share an id. */
  private static final int TYPES_PER_ID = 2;

  private static final List<String> COLUMNS = Stream.concat(
          Arrays.stream(AuditField.values()).flatMap(AuditLog::columns), Stream.of("document"))
      .toList();
  private static final String INSERT = "INSERT INTO provisioning_events ("
      + String.join(", ", COLUMNS)
      + ") VALUES ("
      + COLUMNS.stream().map(column -> "?").collect(Collectors.joining(", "))
      + ") ON CONFLICT DO NOTHING";

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final JsonMapper json;

  public AuditLog(JdbcClient jdbc, JdbcTemplate batches, JsonMapper json) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.json = json;
  }

  /**
   * Adds events of one tenant in one batch. An event whose id is stored already is merged with the stored one. Values of secrets are masked; very long
   * texts and lists are cut.
   */
  @Transactional
  public void add(List<ProvisioningEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    List<ProvisioningEvent> known = insert(merged(events.stream()));
    if (!known.isEmpty()) {
      insert(merged(Stream.concat(remove(known).stream(), known.stream())));
    }
  }

  private static List<ProvisioningEvent> merged(Stream<ProvisioningEvent> events) {
    Map<String, ProvisioningEvent> merged = new LinkedHashMap<>();
    events.forEach(
        event -> merged.merge(event.id(), event, (before, after) -> after.after(before)));
    return List.copyOf(merged.values());
  }

  /** Inserts events and returns those whose ids are stored already, which are few if any. */
  private List<ProvisioningEvent> insert(List<ProvisioningEvent> events) {
    int[] inserted = batches.batchUpdate(
        INSERT, events.stream().map(Redaction::of).map(this::row).toList());
    return IntStream.range(0, events.size())
        .filter(i -> inserted[i] == 0)
        .mapToObj(events::get)
        .toList();
  }

  /** Removes the stored events with the ids of these events and returns them. */
  private List<ProvisioningEvent> remove(List<ProvisioningEvent> events) {
    String tenant = events.get(0).owner().tenantId();
    List<String> ids = events.stream().map(ProvisioningEvent::id).toList();
    List<ProvisioningEvent> found = new ArrayList<>();
    for (List<String> chunk : Chunks.of(ids, FETCH_SIZE)) {
      found.addAll(jdbc.sql(
              "DELETE FROM provisioning_events WHERE tenant_id = :tenant AND id IN (:ids) RETURNING document")
          .param("tenant", tenant)
          .param("ids", chunk)
          .query(
              (row, number) -> json.readValue(row.getString("document"), ProvisioningEvent.class))
          .list());
    }
    return found;
  }

  /**
   * A page of events.
   *
   * @param events as many as the query asks for, or fewer if they are long; empty only if no event matches
   * @param more whether more events match
   */
  public record Page(List<ProvisioningEvent> events, boolean more) {}

  /** Reads a page. */
  @Transactional(readOnly = true)
  public Page list(AuditQuery query) {
    AuditCondition condition = new AuditCondition(query.filter());
    AuditQuery.Place after = query.after();
    String sql =
        "SELECT document FROM provisioning_events WHERE tenant_id = :tenant AND " + condition.sql();
    if (after != null) {
      sql += " AND (activity_time, id) " + (query.latestFirst() ? "<" : ">") + " (:time, :id)";
    }
    String direction = query.latestFirst() ? " DESC" : " ASC";
    sql += " ORDER BY activity_time" + direction + ", id" + direction + " LIMIT :limit";
    JdbcClient.StatementSpec statement =
        condition.bind(jdbc.sql(sql).withFetchSize(FETCH_SIZE).param("tenant", query.tenantId()));
    if (after != null) {
      statement = statement.param("time", UtcText.of(after.time())).param("id", after.id());
    }
    return statement.param("limit", query.limit() + 1).query(rows -> {
      List<ProvisioningEvent> events = new ArrayList<>();
      int characters = 0;
      while (rows.next()) {
        if (events.size() == query.limit() || characters >= PAGE_CHARACTERS) {
          return new Page(events, true);
        }
        String document = rows.getString("document");
        characters += document.length();
        events.add(json.readValue(document, ProvisioningEvent.class));
      }
      return new Page(events, false);
    });
  }

  /** Finds an event of a tenant. */
  public Optional<ProvisioningEvent> find(String tenantId, String id) {
    return jdbc.sql(
            "SELECT document FROM provisioning_events WHERE tenant_id = :tenant AND id = :id")
        .param("tenant", tenantId)
        .param("id", id)
        .query((row, number) -> json.readValue(row.getString("document"), ProvisioningEvent.class))
        .optional();
  }

  /** Counts the tenant's events that match the filter. */
  public long count(String tenantId, AuditFilter filter) {
    AuditCondition condition = new AuditCondition(filter);
    String sql =
        "SELECT count(*) FROM provisioning_events WHERE tenant_id = :tenant AND " + condition.sql();
    return condition
        .bind(jdbc.sql(sql).param("tenant", tenantId))
        .query(Long.class)
        .single();
  }

  /** Finds events of a tenant by their ids, in no order; ids without an event are left out. */
  @Transactional(readOnly = true)
  public List<ProvisioningEvent> find(String tenantId, Collection<String> ids) {
    List<ProvisioningEvent> found = new ArrayList<>();
    for (List<String> chunk : Chunks.of(ids, FETCH_SIZE)) {
      found.addAll(jdbc.sql(
              "SELECT document FROM provisioning_events WHERE tenant_id = :tenant AND id IN (:ids)")
          .param("tenant", tenantId)
          .param("ids", chunk)
          .query(
              (row, number) -> json.readValue(row.getString("document"), ProvisioningEvent.class))
          .list());
    }
    return found;
  }

  /**
   * Finds the last failures of entries of a job, in no order; entries without one are left out. An id that entries of several types share has several
   * events.
   */
  @Transactional(readOnly = true)
  public List<ProvisioningEvent> lastFailures(
      String tenantId, String jobId, Collection<String> sourceIds) {
    List<ProvisioningEvent> found = new ArrayList<>();
    for (List<String> chunk : Chunks.of(sourceIds, FETCH_SIZE)) {
      found.addAll(jdbc.sql("""
              SELECT document FROM (
                  SELECT document, row_number() OVER (PARTITION BY source_id ORDER BY activity_time DESC, id DESC) AS place
                  FROM provisioning_events
                  WHERE tenant_id = :tenant AND job_id = :job AND result = 'FAILURE' AND source_id IN (:ids)) AS failures
              WHERE place <= :places ORDER BY place
              """)
          .param("tenant", tenantId)
          .param("job", jobId)
          .param("ids", chunk)
          .param("places", TYPES_PER_ID)
          .query(
              (row, number) -> json.readValue(row.getString("document"), ProvisioningEvent.class))
          .list());
    }
    return found;
  }

  /** The tenants that have events. Steps from tenant to tenant through an index instead of reading all rows. */
  List<String> tenants() {
    return jdbc.sql("""
            WITH RECURSIVE tenants (id) AS (
                SELECT min(tenant_id) FROM provisioning_events
                UNION ALL
                SELECT (SELECT min(tenant_id) FROM provisioning_events WHERE tenant_id > tenants.id)
                FROM tenants WHERE tenants.id IS NOT NULL)
            SELECT id FROM tenants WHERE id IS NOT NULL
            """).query(String.class).list();
  }

  /** Deletes a tenant's oldest events from before a time, up to the limit, and returns their number. */
  @Transactional
  int deleteBefore(String tenantId, Instant before, int limit) {
    return jdbc.sql("""
            DELETE FROM provisioning_events WHERE tenant_id = :tenant AND id IN (
                SELECT id FROM provisioning_events WHERE tenant_id = :tenant AND activity_time < :before
                ORDER BY activity_time, id LIMIT :limit)
            """)
        .param("tenant", tenantId)
        .param("before", UtcText.of(before))
        .param("limit", limit)
        .update();
  }

  private static Stream<String> columns(AuditField field) {
    return field.kind() == AuditField.Kind.TEXT
        ? Stream.of(field.column(), field.foldedColumn())
        : Stream.of(field.column());
  }

  private @Nullable Object[] row(ProvisioningEvent event) {
    List<@Nullable Object> row = new ArrayList<>();
    for (AuditField field : AuditField.values()) {
      String value = field.of(event);
      row.add(value);
      if (field.kind() == AuditField.Kind.TEXT) {
        row.add(value == null ? null : AuditField.folded(value));
      }
    }
    row.add(json.writeValueAsString(event));
    return row.toArray();
  }
}
