package io.syncjobs.server.connector.directory;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An entry as it is to become. For use by one thread. */
final class Draft {

  private final DirectoryEntry before;
  private final ObjectNode attributes;
  private @Nullable Set<String> references;
  private boolean deleted;

  Draft(DirectoryEntry before) {
    this.before = before;
    attributes = before.attributes().deepCopy();
    deleted = before.deleted();
  }

  /**
   * Gives an attribute a value; a null or missing node takes it away.
   *
   * @throws io.syncjobs.server.connector.TargetException if the attribute can't have the value
   */
  void set(String attribute, JsonNode value) {
    boolean none = value.isNull() || value.isMissingNode();
    if (attribute.equals(Attributes.ID)) {
      if (!DirectoryReads.normal(value.asString("")).equals(before.id())) {
        throw Attributes.refused("objectId is given by the directory. Take the mapping out.");
      }
    } else if (attribute.equals(Attributes.DELETED)) {
      if (!before.type().equals(Attributes.USER)) {
        throw Attributes.refused("Only a User has IsSoftDeleted. Take the mapping out.");
      }
      deleted = value.asString("").equalsIgnoreCase("true");
    } else if (Attributes.isReference(before.type(), attribute)) {
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
        throw Attributes.refused("%s takes ids of entries, not %s. Correct the mapping."
            .formatted(attribute, id.getNodeType().name().toLowerCase(Locale.ROOT)));
      }
      ids.add(DirectoryReads.normal(id.stringValue()));
    }
    if (attribute.equals(Attributes.MANAGER) && ids.size() > 1) {
      throw Attributes.refused("A User has one manager. Send one id.");
    }
    return ids;
  }

  DirectoryEntry before() {
    return before;
  }

  ObjectNode attributes() {
    return attributes;
  }

  /** All references that it is to have; null if they stay as they are. */
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

  /** What entries are looked up by, by attribute. */
  static Map<String, String> keys(ObjectNode attributes) {
    Map<String, String> keys = new LinkedHashMap<>();
    attributes
        .properties()
        .forEach(attribute -> Attributes.key(attribute.getKey(), attribute.getValue())
            .ifPresent(key -> keys.put(attribute.getKey(), key)));
    return keys;
  }
}
