package io.syncjobs.server.connector.directory;

import io.syncjobs.server.connector.Change;
import io.syncjobs.server.platform.Chunks;
import io.syncjobs.server.platform.storage.UtcText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Queries on directories, each in a transaction of its own or in that of a write. Safe for use by many threads. */
@Repository
class DirectoryReader {

  /** Values per statement, since databases limit the number of parameters. */
  private static final int CHUNK = 500;

  private static final String ENTRY = "SELECT e.* FROM directory_entries e ";

  private final JdbcClient jdbc;
  private final JsonMapper json;

  DirectoryReader(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** A deleted user whose retention time has ended. */
  record Expired(String tenantId, String id) {}

  public long newest(String tenantId) {
    return jdbc.sql("SELECT newest FROM directory_changes WHERE tenant_id = :tenant")
        .param("tenant", tenantId)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  public long count(String tenantId, long after, long upTo) {
    return jdbc.sql("""
            SELECT count(*) FROM directory_entries WHERE tenant_id = :tenant AND change > :after AND change <= :upTo
            """)
        .param("tenant", tenantId)
        .param("after", after)
        .param("upTo", upTo)
        .query(Long.class)
        .single();
  }

  /** A page of changes by number. Groups come without members, which {@link GroupWithLazyMembers} reads. */
  @Transactional(readOnly = true)
  public List<Change> changes(String tenantId, long after, long upTo, int limit) {
    List<DirectoryEntry> page = jdbc.sql(ENTRY + """
            WHERE e.tenant_id = :tenant AND e.change > :after AND e.change <= :upTo ORDER BY e.change LIMIT :limit
            """)
        .param("tenant", tenantId)
        .param("after", after)
        .param("upTo", upTo)
        .param("limit", limit)
        .query((row, number) -> entry(row))
        .list();
    Set<String> users = page.stream()
        .filter(entry -> !entry.type().equals(DirectoryAttributes.GROUP))
        .map(DirectoryEntry::id)
        .collect(Collectors.toSet());
    return withReferences(tenantId, page, users).stream()
        .map(entry -> new Change(entry.change(), entry, entry.gone()))
        .toList();
  }

  /** An entry with its references, even if it is gone. */
  @Transactional(readOnly = true)
  public Optional<DirectoryEntry> find(String tenantId, String type, String id) {
    return withReferences(
            tenantId, findWithoutReferences(tenantId, type, id).stream().toList())
        .stream()
        .findFirst();
  }

  /** An entry without its references, even if it is gone. */
  public Optional<DirectoryEntry> findWithoutReferences(String tenantId, String type, String id) {
    return jdbc.sql(ENTRY + "WHERE e.tenant_id = :tenant AND e.id = :id AND e.type = :type")
        .param("tenant", tenantId)
        .param("id", normalize(id))
        .param("type", type)
        .query((row, number) -> entry(row))
        .optional();
  }

  /** Entries with a lookup value, at most two. */
  @Transactional(readOnly = true)
  public List<DirectoryEntry> findByValue(
      String tenantId, String type, String attribute, String key) {
    List<DirectoryEntry> found = jdbc.sql(ENTRY + """
            JOIN directory_values v ON v.tenant_id = e.tenant_id AND v.entry_id = e.id
            WHERE v.tenant_id = :tenant AND v.type = :type AND v.attribute = :attribute AND v.value_key = :key
            ORDER BY v.entry_id LIMIT 2
            """)
        .param("tenant", tenantId)
        .param("type", type)
        .param("attribute", attribute)
        .param("key", key)
        .query((row, number) -> entry(row))
        .list();
    return withReferences(tenantId, found);
  }

  /** Ids of the entries that one refers to, sorted. */
  public Set<String> references(String tenantId, String id) {
    return new LinkedHashSet<>(jdbc.sql(
            "SELECT to_id FROM directory_references WHERE tenant_id = :tenant AND from_id = :id ORDER BY to_id")
        .param("tenant", tenantId)
        .param("id", id)
        .query(String.class)
        .list());
  }

  /** The given ids without those that an entry doesn't refer to. */
  @Transactional(readOnly = true)
  public Set<String> references(String tenantId, String id, Collection<String> among) {
    return inChunks(
        among,
        chunk -> jdbc.sql(
                "SELECT to_id FROM directory_references WHERE tenant_id = :tenant AND from_id = :id AND to_id IN (:ids)")
            .param("tenant", tenantId)
            .param("id", id)
            .param("ids", chunk)
            .query(String.class)
            .list());
  }

  /** Ids of the entries that refer to one. */
  public List<String> referrers(String tenantId, String id) {
    return jdbc.sql(
            "SELECT DISTINCT from_id FROM directory_references WHERE tenant_id = :tenant AND to_id = :id ORDER BY from_id")
        .param("tenant", tenantId)
        .param("id", normalize(id))
        .query(String.class)
        .list();
  }

  /** Ids of the groups that an entry is a direct member of. */
  public List<String> groups(String tenantId, String id) {
    return jdbc.sql("""
            SELECT from_id FROM directory_references
            WHERE tenant_id = :tenant AND to_id = :id AND attribute = 'members'
            """)
        .param("tenant", tenantId)
        .param("id", normalize(id))
        .query(String.class)
        .list();
  }

  /** The given ids without those that belong to no existing entry of these types. */
  @Transactional(readOnly = true)
  public Set<String> existing(String tenantId, Collection<String> types, Collection<String> ids) {
    return inChunks(
        ids,
        chunk -> jdbc.sql("""
            SELECT id FROM directory_entries
            WHERE tenant_id = :tenant AND id IN (:ids) AND type IN (:types) AND gone = FALSE
            """)
            .param("tenant", tenantId)
            .param("ids", chunk)
            .param("types", types)
            .query(String.class)
            .list());
  }

  /** Users of all tenants that were deleted before a time, oldest first. */
  public List<Expired> deletedBefore(Instant time, int limit) {
    return jdbc.sql(
            "SELECT tenant_id, id FROM directory_entries WHERE deleted_at < :time ORDER BY deleted_at LIMIT :limit")
        .param("time", UtcText.of(time))
        .param("limit", limit)
        .query((row, number) -> new Expired(row.getString("tenant_id"), row.getString("id")))
        .list();
  }

  /** Users of a tenant that were deleted before a time, the longest deleted first. */
  public List<Expired> deletedBefore(String tenantId, Instant time, int limit) {
    return jdbc.sql("""
            SELECT id FROM directory_entries WHERE tenant_id = :tenant AND deleted_at < :time
            ORDER BY deleted_at LIMIT :limit
            """)
        .param("tenant", tenantId)
        .param("time", UtcText.of(time))
        .param("limit", limit)
        .query((row, number) -> new Expired(tenantId, row.getString("id")))
        .list();
  }

  /** The stored form of an id; ids are GUIDs, whose case doesn't matter. */
  static String normalize(String id) {
    return id.toLowerCase(Locale.ROOT);
  }

  private static Set<String> inChunks(
      Collection<String> ids, Function<List<String>, List<String>> query) {
    Set<String> found = new LinkedHashSet<>();
    Chunks.of(ids, CHUNK).forEach(chunk -> found.addAll(query.apply(chunk)));
    return found;
  }

  private List<DirectoryEntry> withReferences(String tenantId, List<DirectoryEntry> entries) {
    Set<String> all = entries.stream().map(DirectoryEntry::id).collect(Collectors.toSet());
    return withReferences(tenantId, entries, all);
  }

  private List<DirectoryEntry> withReferences(
      String tenantId, List<DirectoryEntry> entries, Set<String> some) {
    Map<String, Set<String>> references = new HashMap<>();
    for (List<String> chunk : Chunks.of(some, CHUNK)) {
      jdbc.sql("""
              SELECT from_id, to_id FROM directory_references
              WHERE tenant_id = :tenant AND from_id IN (:ids) ORDER BY from_id, to_id
              """).param("tenant", tenantId).param("ids", chunk).query(row -> {
        references
            .computeIfAbsent(row.getString("from_id"), id -> new LinkedHashSet<>())
            .add(row.getString("to_id"));
      });
    }
    List<DirectoryEntry> complete = new ArrayList<>();
    for (DirectoryEntry entry : entries) {
      complete.add(entry.withReferences(references.getOrDefault(entry.id(), Set.of())));
    }
    return complete;
  }

  private DirectoryEntry entry(ResultSet row) throws SQLException {
    return new DirectoryEntry(
        row.getString("type"),
        row.getString("id"),
        (ObjectNode) json.readTree(Objects.requireNonNull(row.getString("attributes"))),
        Set.of(),
        row.getString("deleted_at") != null,
        row.getBoolean("gone"),
        row.getLong("change"));
  }
}
