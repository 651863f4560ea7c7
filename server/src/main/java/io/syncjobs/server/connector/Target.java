package io.syncjobs.server.connector;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Where a job writes entries. Every call may throw {@link TargetException}, and takes a bounded time. Values are as {@link Entry#value} has them.
 * Safe for use by many threads.
 */
public interface Target extends AutoCloseable {

  /** Entries of a type with this value of an attribute: none, the one, or two if there are several. */
  List<Entry> find(String type, String attribute, String value);

  /** An entry as it is now; empty if it is gone. */
  Optional<Entry> read(String type, String id);

  /**
   * Makes an entry.
   *
   * @return the id that the target gave it
   */
  String create(String type, Map<String, JsonNode> values);

  /**
   * Changes attributes of an entry and leaves the others.
   *
   * @param values what to set; a null node takes the attribute's value away
   */
  void update(String type, String id, Map<String, JsonNode> values);

  /** The same for an entry that this target gave just now, which spares it from reading that again. */
  default void update(Entry current, Map<String, JsonNode> values) {
    update(current.type(), current.id(), values);
  }

  /** Adds values to a reference with many, such as the members of a group, and takes values away, whether they are there or not. */
  void changeReferences(
      String type, String id, String attribute, Collection<String> add, Collection<String> remove);

  /** Removes an entry, if it is there. */
  void delete(String type, String id);

  @Override
  void close();
}
