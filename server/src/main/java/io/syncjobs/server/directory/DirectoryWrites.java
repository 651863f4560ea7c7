package io.syncjobs.server.directory;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.storage.UtcText;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BooleanNode;

/** What can be done to directories, each in one transaction. Safe for use by many threads. */
@Repository
class DirectoryWrites {

  private static final int BATCH = 1000;
  private static final Set<String> ALL_TYPES = Set.of(Attributes.USER, Attributes.GROUP);

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final JsonMapper json;
  private final DirectoryReads reads;
  private final Clock clock;

  DirectoryWrites(
      JdbcClient jdbc, JdbcTemplate batches, JsonMapper json, DirectoryReads reads, Clock clock) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.json = json;
    this.reads = reads;
    this.clock = clock;
  }

  /**
   * Locks a tenant's counter until the transaction ends. Every write begins with this, so those of a tenant come one after the other: a number is only
   * taken when the transaction that took the one before has committed. Numbers thus become visible in order, and who saw one will never meet a lesser
   * one that it missed. Whatever is read after this, such as whether a name is taken, stays true until the commit as well.
   */
  private void lock(String tenantId) {
    jdbc.sql("""
            INSERT INTO directory_changes (tenant_id, newest) VALUES (:tenant, 0)
            ON CONFLICT (tenant_id) DO UPDATE SET newest = directory_changes.newest
            """).param("tenant", tenantId).update();
  }

  /** Takes the next numbers, and returns the first of them. */
  private long take(String tenantId, int count) {
    return jdbc.sql(
                "UPDATE directory_changes SET newest = newest + :count WHERE tenant_id = :tenant RETURNING newest")
            .param("tenant", tenantId)
            .param("count", count)
            .query(Long.class)
            .single()
        - count
        + 1;
  }

  @Transactional
  public String create(String tenantId, String type, Map<String, JsonNode> values) {
    Attributes.requireType(type);
    lock(tenantId);
    String id = UUID.randomUUID().toString();
    Draft draft =
        new Draft(new DirectoryEntry(type, id, json.createObjectNode(), Set.of(), false, false, 0));
    fill(draft, values);
    jdbc.sql("""
            INSERT INTO directory_entries (tenant_id, id, type, attributes, change, gone)
            VALUES (:tenant, :id, :type, '{}', 0, FALSE)
            """).param("tenant", tenantId).param("id", id).param("type", type).update();
    save(tenantId, draft);
    return id;
  }

  @Transactional
  public void update(String tenantId, String type, String id, Map<String, JsonNode> values) {
    lock(tenantId);
    Draft draft = new Draft(existing(tenantId, type, id));
    fill(draft, values);
    save(tenantId, draft);
  }

  private void fill(Draft draft, Map<String, JsonNode> values) {
    // As they will be read again, so that they can be compared with what was read.
    values.forEach((attribute, value) -> draft.set(
        attribute, value.isMissingNode() ? value : json.readTree(json.writeValueAsString(value))));
  }

  private void save(String tenantId, Draft draft) {
    DirectoryEntry before = draft.before();
    Set<String> added = new LinkedHashSet<>();
    Set<String> removed = new LinkedHashSet<>();
    Set<String> wanted = draft.references();
    if (wanted != null) {
      removed.addAll(reads.references(tenantId, before.id()));
      added.addAll(wanted);
      added.removeAll(removed);
      removed.removeAll(wanted);
    }
    Attributes.requireComplete(before.type(), draft.attributes());
    requireFreeName(tenantId, draft);
    write(tenantId, draft, added, removed);
  }

  private void requireFreeName(String tenantId, Draft draft) {
    String name = Draft.keys(draft.attributes()).get(Attributes.NAME);
    if (!draft.before().type().equals(Attributes.USER) || name == null) {
      return;
    }
    if (reads.having(tenantId, Attributes.USER, Attributes.NAME, name).stream()
        .anyMatch(other -> !other.id().equals(draft.before().id()))) {
      throw new TargetException(
          Problem.ENTRY_NOT_UNIQUE,
          null,
          null,
          "Another User has the userPrincipalName '%s', or had it when it was deleted. Map another value to it."
              .formatted(draft.attributes().path(Attributes.NAME).asString("")));
    }
  }

  @Transactional
  public void changeReferences(
      String tenantId,
      String type,
      String id,
      String attribute,
      Collection<String> add,
      Collection<String> remove) {
    lock(tenantId);
    DirectoryEntry entry = existing(tenantId, type, id);
    if (!Attributes.isReference(type, attribute)) {
      throw Attributes.refused(attribute + " refers to no entries. Correct the mapping.");
    }
    Set<String> added = normal(add);
    Set<String> removed = normal(remove);
    removed.removeAll(added);
    removed.retainAll(reads.references(tenantId, entry.id(), removed));
    added.removeAll(reads.references(tenantId, entry.id(), added));
    if (attribute.equals(Attributes.MANAGER)
        && reads.references(tenantId, entry.id()).size() - removed.size() + added.size() > 1) {
      throw Attributes.refused("A User has one manager. Remove that one first.");
    }
    write(tenantId, new Draft(entry), added, removed);
  }

  private static Set<String> normal(Collection<String> ids) {
    Set<String> normal = new LinkedHashSet<>();
    ids.forEach(id -> normal.add(DirectoryReads.normal(id)));
    return normal;
  }

  private DirectoryEntry existing(String tenantId, String type, String id) {
    return reads
        .bare(tenantId, type, id)
        .filter(entry -> !entry.gone())
        .orElseThrow(() -> new TargetException(
            Problem.ENTRY_MISSING,
            null,
            null,
            "The directory has no %s '%s' any more.".formatted(type, id)));
  }

  /** Writes what differs. An entry that stays as it is takes no number. */
  private void write(String tenantId, Draft draft, Set<String> added, Set<String> removed) {
    DirectoryEntry before = draft.before();
    if (!draft.changed() && added.isEmpty() && removed.isEmpty()) {
      return;
    }
    boolean group = before.type().equals(Attributes.GROUP);
    requirePresent(tenantId, group ? ALL_TYPES : Set.of(Attributes.USER), added);
    jdbc.sql("""
            UPDATE directory_entries SET attributes = :attributes, change = :change,
                deleted_at = CASE WHEN :deleted THEN coalesce(deleted_at, :now) ELSE NULL END
            WHERE tenant_id = :tenant AND id = :id
            """)
        .param("attributes", json.writeValueAsString(draft.attributes()))
        .param("change", take(tenantId, 1))
        .param("deleted", draft.deleted())
        .param("now", UtcText.of(clock.instant()))
        .param("tenant", tenantId)
        .param("id", before.id())
        .update();
    writeKeys(tenantId, before, Draft.keys(before.attributes()), Draft.keys(draft.attributes()));
    writeReferences(tenantId, before, added, removed);
    if (group) {
      // Whether a job is about them may depend on their groups.
      Set<String> members = new LinkedHashSet<>(added);
      members.addAll(removed);
      renumber(tenantId, members);
    }
  }

  private void requirePresent(String tenantId, Set<String> types, Set<String> ids) {
    Set<String> present = reads.present(tenantId, types, ids);
    for (String id : ids) {
      if (!present.contains(id)) {
        throw Attributes.refused("The directory has no %s '%s' to refer to. Provision that first."
            .formatted(types.size() == 1 ? Attributes.USER : "entry", id));
      }
    }
  }

  private void writeKeys(
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

  private void writeReferences(
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

  private void renumber(String tenantId, Collection<String> ids) {
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

  /** Deletes a user for a time, and a group for good. */
  @Transactional
  public void delete(String tenantId, String type, String id) {
    lock(tenantId);
    DirectoryEntry entry =
        reads.bare(tenantId, type, id).filter(it -> !it.gone()).orElse(null);
    if (entry == null) {
      return;
    }
    if (entry.type().equals(Attributes.GROUP)) {
      remove(tenantId, entry);
    } else {
      Draft draft = new Draft(entry);
      draft.set(Attributes.DELETED, BooleanNode.TRUE);
      write(tenantId, draft, Set.of(), Set.of());
    }
  }

  /** Removes a user for good who is still deleted, since before a time. */
  @Transactional
  public void removeDeleted(String tenantId, String id, Instant before) {
    lock(tenantId);
    boolean due = jdbc.sql("""
            SELECT count(*) FROM directory_entries WHERE tenant_id = :tenant AND id = :id AND deleted_at < :before
            """)
            .param("tenant", tenantId)
            .param("id", id)
            .param("before", UtcText.of(before))
            .query(Long.class)
            .single()
        == 1;
    if (due) {
      remove(tenantId, existing(tenantId, Attributes.USER, id));
    }
  }

  private void remove(String tenantId, DirectoryEntry entry) {
    String id = entry.id();
    Set<String> touched = new HashSet<>(reads.referrers(tenantId, id));
    if (entry.type().equals(Attributes.GROUP)) {
      touched.addAll(reads.references(tenantId, id));
    }
    touched.remove(id);
    for (String sql : List.of(
        "DELETE FROM directory_references WHERE tenant_id = :tenant AND from_id = :id",
        "DELETE FROM directory_references WHERE tenant_id = :tenant AND to_id = :id",
        "DELETE FROM directory_values WHERE tenant_id = :tenant AND entry_id = :id")) {
      jdbc.sql(sql).param("tenant", tenantId).param("id", id).update();
    }
    jdbc.sql("""
            UPDATE directory_entries SET attributes = '{}', gone = TRUE, deleted_at = NULL, change = :change
            WHERE tenant_id = :tenant AND id = :id
            """)
        .param("change", take(tenantId, 1))
        .param("tenant", tenantId)
        .param("id", id)
        .update();
    renumber(tenantId, new ArrayList<>(touched));
  }
}
