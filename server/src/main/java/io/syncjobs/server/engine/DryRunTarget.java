package io.syncjobs.server.engine;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Target of a dry run: reads the real target, keeps writes to itself and answers as if they had been made. Safe for use by many threads, as long as each
 * entry is written by one at a time.
 */
final class DryRunTarget implements Target {

  /** Begins the ids of entries that don't exist yet. */
  static final String NEW = "new:";

  /** Tables of the entries that were written, and of their values. */
  static final List<String> TABLES = List.of("""
      CREATE TABLE written_objects (
          type TEXT NOT NULL, id TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (type, id)) WITHOUT ROWID
      """, """
      CREATE TABLE written_values (
          type TEXT NOT NULL, attribute TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL,
          PRIMARY KEY (type, attribute, value, id)) WITHOUT ROWID
      """);

  /** Attributes after which people name a new entry. */
  private static final List<String> NAMES =
      List.of("username", "userprincipalname", "displayname", "externalid");

  private final Target real;
  private final JdbcTemplate written;
  private final JsonMapper json;
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();

  /** @param written has the {@link #TABLES} */
  DryRunTarget(Target real, JdbcTemplate written, JsonMapper json) {
    this.real = real;
    this.written = written;
    this.json = json;
  }

  /** An entry with the values that were written to it over those that the target has. */
  private record Written(
      String type, String id, ObjectNode values, @Nullable Entry there, Set<String> deleted)
      implements Entry {

    @Override
    public JsonNode value(String attribute) {
      JsonNode value = values.get(key(attribute));
      if (value == null) {
        value = there == null ? MissingNode.getInstance() : there.value(attribute);
      }
      if (value.isNull()) {
        return MissingNode.getInstance();
      }
      return value.isArray() && !deleted.isEmpty() ? withoutDeleted(value) : value;
    }

    /** Services drop references to entries that they delete. */
    private JsonNode withoutDeleted(JsonNode list) {
      ArrayNode rest = JsonNodeFactory.instance.arrayNode();
      list.forEach(each -> {
        if (!deleted.contains(each.asString(""))) {
          rest.add(each);
        }
      });
      return rest;
    }
  }

  private static String key(String attribute) {
    return attribute.toLowerCase(Locale.ROOT);
  }

  @Override
  public Optional<Entry> findUnshown(String type, String attribute, String value) {
    return real.findUnshown(type, attribute, value).flatMap(entry -> read(type, entry.id()));
  }

  @Override
  public List<Entry> find(String type, String attribute, String value) {
    Map<String, Entry> found = new LinkedHashMap<>();
    real.find(type, attribute, value).forEach(entry -> {
      if (has(view(type, entry.id(), entry), attribute, value)) {
        found.put(entry.id(), entry);
      }
    });
    written
        .queryForList(
            "SELECT id FROM written_values WHERE type = ? AND attribute = ? AND value = ?",
            String.class,
            type,
            key(attribute),
            value.toLowerCase(Locale.ROOT))
        .forEach(id -> read(type, id).ifPresent(entry -> found.put(id, entry)));
    return found.values().stream()
        .filter(entry -> !deleted.contains(entry.id()))
        .map(entry -> view(type, entry.id(), entry))
        .limit(2)
        .toList();
  }

  /** True unless another value was written. */
  private static boolean has(Entry entry, String attribute, String value) {
    return !(entry instanceof Written changed)
        || !changed.values.has(key(attribute))
        || changed.value(attribute).asString("").equalsIgnoreCase(value);
  }

  /** Entry of the target as it would be after the writes. */
  private Entry view(String type, String id, Entry there) {
    if (there instanceof Written) {
      return there;
    }
    return new Written(
        type, id, document(type, id).orElseGet(json::createObjectNode), there, deleted);
  }

  private Optional<ObjectNode> document(String type, String id) {
    return written
        .queryForList(
            "SELECT document FROM written_objects WHERE type = ? AND id = ?",
            String.class,
            type,
            id)
        .stream()
        .map(text -> (ObjectNode) json.readTree(text))
        .findFirst();
  }

  @Override
  public Optional<Entry> read(String type, String id) {
    if (deleted.contains(id)) {
      return Optional.empty();
    }
    return id.startsWith(NEW)
        ? document(type, id).map(values -> new Written(type, id, values, null, deleted))
        : real.read(type, id).map(there -> view(type, id, there));
  }

  @Override
  public String create(String type, Map<String, JsonNode> values) {
    ObjectNode document = json.createObjectNode();
    values.forEach((attribute, value) -> document.set(key(attribute), value));
    String name = NEW
        + NAMES.stream()
            .map(attribute -> document.path(attribute).asString(""))
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse(type);
    String id = name;
    for (int number = 2; !insert(type, id, document); number++) {
      id = name + "#" + number;
    }
    index(type, id, values);
    return id;
  }

  private boolean insert(String type, String id, ObjectNode document) {
    return written.update(
            "INSERT INTO written_objects (type, id, document) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            type,
            id,
            document.toString())
        == 1;
  }

  /** Makes an entry found by its new values. */
  private void index(String type, String id, Map<String, JsonNode> values) {
    List<Object[]> rows = new ArrayList<>();
    values.forEach((attribute, value) -> {
      if (value.isValueNode() && !value.isNull()) {
        rows.add(
            new Object[] {type, key(attribute), value.asString().toLowerCase(Locale.ROOT), id});
      }
    });
    written.batchUpdate(
        "INSERT INTO written_values (type, attribute, value, id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        rows);
  }

  @Override
  public void update(String type, String id, Map<String, JsonNode> values) {
    existing(type, id);
    write(type, id, values);
  }

  @Override
  public Updated update(
      Entry current,
      Map<String, JsonNode> values,
      Set<String> attributes,
      Supplier<Whole> whole,
      Attempt attempt) {
    write(current.type(), current.id(), values);
    return new Updated(Set.of(), Set.of(), null);
  }

  private Entry existing(String type, String id) {
    return read(type, id)
        .orElseThrow(() -> TargetException.ofEntry(
            TargetException.Problem.ENTRY_MISSING,
            "The target has no such " + type + " any more.",
            null));
  }

  private void write(String type, String id, Map<String, JsonNode> values) {
    ObjectNode document = document(type, id).orElseGet(json::createObjectNode);
    values.forEach((attribute, value) -> document.set(key(attribute), value));
    written.update("""
        INSERT INTO written_objects (type, id, document) VALUES (?, ?, ?)
        ON CONFLICT (type, id) DO UPDATE SET document = excluded.document
        """, type, id, document.toString());
    for (String attribute : values.keySet()) {
      written.update(
          "DELETE FROM written_values WHERE type = ? AND attribute = ? AND id = ?",
          type,
          key(attribute),
          id);
    }
    index(type, id, values);
  }

  @Override
  public Removed changeReferences(
      String type,
      String id,
      String attribute,
      Collection<String> add,
      Collection<String> remove,
      Supplier<Whole> whole) {
    // One that is not shown may be there.
    Set<String> references =
        read(type, id).map(entry -> texts(entry.value(attribute))).orElseGet(LinkedHashSet::new);
    remove.forEach(references::remove);
    references.addAll(add);
    ArrayNode list = json.createArrayNode();
    references.forEach(list::add);
    write(type, id, Map.of(attribute, list));
    return Removed.ALL;
  }

  private static Set<String> texts(JsonNode value) {
    Stream<JsonNode> values = value.isArray() ? value.valueStream() : Stream.of(value);
    Set<String> texts = new LinkedHashSet<>();
    values
        .map(each -> each.isObject() ? each.path("value").asString("") : each.asString(""))
        .filter(text -> !text.isEmpty())
        .forEach(texts::add);
    return texts;
  }

  @Override
  public boolean delete(String type, String id) {
    boolean there = read(type, id).isPresent();
    deleted.add(id);
    return there;
  }

  @Override
  public void close() {
    real.close();
  }
}
