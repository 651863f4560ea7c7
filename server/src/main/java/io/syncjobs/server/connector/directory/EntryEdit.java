package io.syncjobs.server.connector.directory;

import io.syncjobs.server.contract.Quoted;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Collects changes of one entry before they are written. For use by one thread. */
final class EntryEdit {

  private final DirectoryEntry before;
  private final ObjectNode attributes;
  private @Nullable Set<String> references;
  private boolean deleted;

  EntryEdit(DirectoryEntry before) {
    this.before = before;
    attributes = before.attributes().deepCopy();
    deleted = before.deleted();
  }

  /**
   * Sets the value of an attribute; a null or missing node removes it.
   *
   * @throws io.syncjobs.server.connector.TargetException if the attribute doesn't accept the value
   */
  void set(String attribute, JsonNode value) {
    boolean none = value.isNull() || value.isMissingNode();
    if (attribute.equals(DirectoryAttributes.ID)) {
      if (!DirectoryReader.normalize(value.asString("")).equals(before.id())) {
        throw DirectoryAttributes.refused(
            "objectId is assigned by the directory and can't be set. Remove its mapping.");
      }
    } else if (attribute.equals(DirectoryAttributes.DELETED)) {
      if (!before.type().equals(DirectoryAttributes.USER)) {
        throw DirectoryAttributes.refused("Only a User has IsSoftDeleted. Remove its mapping.");
      }
      deleted = value.asString("").equalsIgnoreCase("true");
    } else if (DirectoryAttributes.isReference(before.type(), attribute)) {
      references = none ? Set.of() : ids(attribute, value);
    } else if (none) {
      attributes.remove(attribute);
    } else {
      attributes.set(attribute, value);
    }
  }

  private static Set<String> ids(String attribute, JsonNode value) {
    Set<String> ids = new LinkedHashSet<>();
    for (JsonNode id :
        value.isArray() ? value : JsonNodeFactory.instance.arrayNode().add(value)) {
      if (!id.isString()) {
        throw DirectoryAttributes.refused(
            "'%s' expects ids of entries as texts, not %s. Correct the mapping."
                .formatted(attribute, Quoted.value(id)));
      }
      ids.add(DirectoryReader.normalize(id.stringValue()));
    }
    if (attribute.equals(DirectoryAttributes.MANAGER) && ids.size() > 1) {
      throw DirectoryAttributes.refused(
          "A User has at most one manager, not %d. Map a single id to it.".formatted(ids.size()));
    }
    return ids;
  }

  DirectoryEntry before() {
    return before;
  }

  ObjectNode attributes() {
    return attributes;
  }

  /** The complete new references; null if they stay unchanged. */
  @Nullable
  Set<String> references() {
    return references;
  }

  boolean deleted() {
    return deleted;
  }

  boolean changed() {
    return deleted != before.deleted() || !attributes.equals(before.attributes());
  }

  /** The lookup values of attributes, by attribute. */
  static Map<String, String> lookupValues(ObjectNode attributes) {
    Map<String, String> values = new LinkedHashMap<>();
    attributes
        .properties()
        .forEach(
            attribute -> DirectoryAttributes.lookupValue(attribute.getKey(), attribute.getValue())
                .ifPresent(value -> values.put(attribute.getKey(), value)));
    return values;
  }
}
