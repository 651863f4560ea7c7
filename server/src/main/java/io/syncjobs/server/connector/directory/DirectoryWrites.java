package io.syncjobs.server.connector.directory;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.platform.storage.UtcText;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BooleanNode;

/** What can be done to directories, each in one transaction. Safe for use by many threads. */
@Repository
class DirectoryWrites {

  private static final Set<String> ALL_TYPES = Set.of(Attributes.USER, Attributes.GROUP);

  private final JdbcClient jdbc;
  private final DirectoryRows rows;
  private final JsonMapper json;
  private final DirectoryReads reads;
  private final Clock clock;

  DirectoryWrites(
      JdbcClient jdbc, DirectoryRows rows, JsonMapper json, DirectoryReads reads, Clock clock) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.json = json;
    this.reads = reads;
    this.clock = clock;
  }

  @Transactional
  public String create(String tenantId, String type, Map<String, JsonNode> values) {
    Attributes.requireType(type);
    rows.lock(tenantId);
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
    rows.lock(tenantId);
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
      throw TargetException.ofEntry(
          Problem.ENTRY_CONFLICT,
          "Another User has the userPrincipalName '%s', or had it when it was deleted. Map another value to it."
              .formatted(draft.attributes().path(Attributes.NAME).asString("")),
          TargetException.CHANGE_EQUAL_VALUE);
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
    rows.lock(tenantId);
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
        .orElseThrow(() -> TargetException.ofEntry(
            Problem.ENTRY_MISSING,
            "The directory has no %s '%s' any more.".formatted(type, id),
            null));
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
        .param("change", rows.take(tenantId, 1))
        .param("deleted", draft.deleted())
        .param("now", UtcText.of(clock.instant()))
        .param("tenant", tenantId)
        .param("id", before.id())
        .update();
    rows.writeKeys(
        tenantId, before, Draft.keys(before.attributes()), Draft.keys(draft.attributes()));
    rows.writeReferences(tenantId, before, added, removed);
    if (group) {
      // Whether a job is about them may depend on their groups.
      Set<String> members = new LinkedHashSet<>(added);
      members.addAll(removed);
      rows.renumber(tenantId, members);
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

  /** Deletes a user for a time, and a group for good. */
  @Transactional
  public void delete(String tenantId, String type, String id) {
    rows.lock(tenantId);
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
    rows.lock(tenantId);
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
        .param("change", rows.take(tenantId, 1))
        .param("tenant", tenantId)
        .param("id", id)
        .update();
    rows.renumber(tenantId, new ArrayList<>(touched));
  }
}
