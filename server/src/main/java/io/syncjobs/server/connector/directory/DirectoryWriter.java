package io.syncjobs.server.connector.directory;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.platform.Ids;
import io.syncjobs.server.platform.TenantClocks;
import io.syncjobs.server.platform.storage.UtcText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BooleanNode;

/** Writes entries of directories, each call in one transaction. Safe for use by many threads. */
@Repository
class DirectoryWriter {

  private static final Set<String> ALL_TYPES =
      Set.of(DirectoryAttributes.USER, DirectoryAttributes.GROUP);

  private final JdbcClient jdbc;
  private final DirectoryTables tables;
  private final JsonMapper json;
  private final DirectoryReader reader;
  private final Ids ids;
  private final TenantClocks clocks;

  DirectoryWriter(
      JdbcClient jdbc,
      DirectoryTables tables,
      JsonMapper json,
      DirectoryReader reader,
      Ids ids,
      TenantClocks clocks) {
    this.jdbc = jdbc;
    this.tables = tables;
    this.json = json;
    this.reader = reader;
    this.ids = ids;
    this.clocks = clocks;
  }

  /** Writes after a check, in one transaction. */
  @Transactional
  public <T> T write(Runnable check, Supplier<T> write) {
    check.run();
    return write.get();
  }

  @Transactional
  public String create(String tenantId, String type, Map<String, JsonNode> values) {
    DirectoryAttributes.requireType(type);
    tables.lock(tenantId);
    String id = ids.next(tenantId, Ids.Kind.ENTRY);
    EntryEdit edit = new EntryEdit(
        new DirectoryEntry(type, id, json.createObjectNode(), Set.of(), false, false, 0));
    fill(edit, values);
    jdbc.sql("""
            INSERT INTO directory_entries (tenant_id, id, type, attributes, change, gone)
            VALUES (:tenant, :id, :type, '{}', 0, FALSE)
            """).param("tenant", tenantId).param("id", id).param("type", type).update();
    save(tenantId, edit);
    return id;
  }

  @Transactional
  public void update(String tenantId, String type, String id, Map<String, JsonNode> values) {
    tables.lock(tenantId);
    EntryEdit edit = new EntryEdit(existing(tenantId, type, id));
    fill(edit, values);
    save(tenantId, edit);
  }

  private void fill(EntryEdit edit, Map<String, JsonNode> values) {
    // In the form that the database returns, so that unchanged values compare equal.
    values.forEach((attribute, value) -> edit.set(
        attribute, value.isMissingNode() ? value : json.readTree(json.writeValueAsString(value))));
  }

  private void save(String tenantId, EntryEdit edit) {
    DirectoryEntry before = edit.before();
    Set<String> added = new LinkedHashSet<>();
    Set<String> removed = new LinkedHashSet<>();
    Set<String> references = edit.references();
    if (references != null) {
      removed.addAll(reader.references(tenantId, before.id()));
      added.addAll(references);
      added.removeAll(removed);
      removed.removeAll(references);
    }
    DirectoryAttributes.requireComplete(before.type(), edit.attributes());
    requireFreeName(tenantId, edit);
    write(tenantId, edit, added, removed);
  }

  private void requireFreeName(String tenantId, EntryEdit edit) {
    String name = EntryEdit.lookupValues(edit.attributes()).get(DirectoryAttributes.NAME);
    if (!edit.before().type().equals(DirectoryAttributes.USER) || name == null) {
      return;
    }
    if (reader
        .findByValue(tenantId, DirectoryAttributes.USER, DirectoryAttributes.NAME, name)
        .stream()
        .anyMatch(other -> !other.id().equals(edit.before().id()))) {
      throw TargetException.ofEntry(
          Problem.ENTRY_CONFLICT,
          "The userPrincipalName '%s' belongs to another User, who may be deleted. Map a unique value to it."
              .formatted(edit.attributes().path(DirectoryAttributes.NAME).asString("")),
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
    tables.lock(tenantId);
    DirectoryEntry entry = existing(tenantId, type, id);
    if (!DirectoryAttributes.isReference(type, attribute)) {
      throw DirectoryAttributes.refused(
          "'" + attribute + "' isn't a reference. Correct the mapping.");
    }
    Set<String> added = normalize(add);
    Set<String> removed = normalize(remove);
    removed.removeAll(added);
    removed.retainAll(reader.references(tenantId, entry.id(), removed));
    added.removeAll(reader.references(tenantId, entry.id(), added));
    if (attribute.equals(DirectoryAttributes.MANAGER)
        && reader.references(tenantId, entry.id()).size() - removed.size() + added.size() > 1) {
      throw DirectoryAttributes.refused(
          "A User can have only one manager. Remove the current one first.");
    }
    write(tenantId, new EntryEdit(entry), added, removed);
  }

  private static Set<String> normalize(Collection<String> ids) {
    Set<String> normalized = new LinkedHashSet<>();
    ids.forEach(id -> normalized.add(DirectoryReader.normalize(id)));
    return normalized;
  }

  private DirectoryEntry existing(String tenantId, String type, String id) {
    return reader
        .findWithoutReferences(tenantId, type, id)
        .filter(entry -> !entry.gone())
        .orElseThrow(() -> TargetException.ofEntry(
            Problem.ENTRY_MISSING,
            "The directory has no %s '%s'; it may have been deleted.".formatted(type, id),
            null));
  }

  /** Writes the differences. An unchanged entry keeps its change number. */
  private void write(String tenantId, EntryEdit edit, Set<String> added, Set<String> removed) {
    DirectoryEntry before = edit.before();
    if (!edit.changed() && added.isEmpty() && removed.isEmpty()) {
      return;
    }
    boolean group = before.type().equals(DirectoryAttributes.GROUP);
    requireExisting(tenantId, group ? ALL_TYPES : Set.of(DirectoryAttributes.USER), added);
    jdbc.sql("""
            UPDATE directory_entries SET attributes = :attributes, change = :change,
                deleted_at = CASE WHEN :deleted THEN coalesce(deleted_at, :now) ELSE NULL END
            WHERE tenant_id = :tenant AND id = :id
            """)
        .param("attributes", json.writeValueAsString(edit.attributes()))
        .param("change", tables.reserve(tenantId, 1))
        .param("deleted", edit.deleted())
        .param("now", UtcText.of(clocks.of(tenantId).instant()))
        .param("tenant", tenantId)
        .param("id", before.id())
        .update();
    tables.writeLookupValues(
        tenantId,
        before,
        EntryEdit.lookupValues(before.attributes()),
        EntryEdit.lookupValues(edit.attributes()));
    tables.writeReferences(tenantId, before, added, removed);
    if (group) {
      // Scopes of jobs may depend on membership in the group.
      Set<String> members = new LinkedHashSet<>(added);
      members.addAll(removed);
      tables.renumber(tenantId, members);
    }
  }

  private void requireExisting(String tenantId, Set<String> types, Set<String> ids) {
    Set<String> existing = reader.existing(tenantId, types, ids);
    for (String id : ids) {
      if (!existing.contains(id)) {
        throw DirectoryAttributes.refused(
            "The directory has no %s '%s', which the entry refers to. Provision that first."
                .formatted(types.size() == 1 ? DirectoryAttributes.USER : "entry", id));
      }
    }
  }

  /** Marks a user as deleted, which can be restored, and removes a group for good; false if the entry doesn't exist. */
  @Transactional
  public boolean delete(String tenantId, String type, String id) {
    tables.lock(tenantId);
    DirectoryEntry entry = reader
        .findWithoutReferences(tenantId, type, id)
        .filter(found -> !found.gone())
        .orElse(null);
    if (entry == null) {
      return false;
    }
    if (entry.type().equals(DirectoryAttributes.GROUP)) {
      remove(tenantId, entry);
    } else {
      EntryEdit edit = new EntryEdit(entry);
      edit.set(DirectoryAttributes.DELETED, BooleanNode.TRUE);
      write(tenantId, edit, Set.of(), Set.of());
    }
    return true;
  }

  /** Removes a user for good if it is marked as deleted since before a time. */
  @Transactional
  public void removeDeleted(String tenantId, String id, Instant before) {
    tables.lock(tenantId);
    boolean expired = jdbc.sql("""
            SELECT count(*) FROM directory_entries WHERE tenant_id = :tenant AND id = :id AND deleted_at < :before
            """)
            .param("tenant", tenantId)
            .param("id", id)
            .param("before", UtcText.of(before))
            .query(Long.class)
            .single()
        == 1;
    if (expired) {
      remove(tenantId, existing(tenantId, DirectoryAttributes.USER, id));
    }
  }

  private void remove(String tenantId, DirectoryEntry entry) {
    String id = entry.id();
    Set<String> affected = new HashSet<>(reader.referrers(tenantId, id));
    if (entry.type().equals(DirectoryAttributes.GROUP)) {
      affected.addAll(reader.references(tenantId, id));
    }
    affected.remove(id);
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
        .param("change", tables.reserve(tenantId, 1))
        .param("tenant", tenantId)
        .param("id", id)
        .update();
    tables.renumber(tenantId, new ArrayList<>(affected));
  }
}
