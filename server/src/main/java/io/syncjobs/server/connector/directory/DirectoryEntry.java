package io.syncjobs.server.connector.directory;

import io.syncjobs.server.connector.Entry;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An entry as it was read.
 *
 * @param attributes all but references, and never changed
 * @param references the ids that its one attribute of references has, in order
 * @param deleted whether it was deleted and may be had back
 * @param gone whether nothing but its id is left
 * @param change the number of its last change
 */
record DirectoryEntry(
    String type,
    String id,
    ObjectNode attributes,
    Set<String> references,
    boolean deleted,
    boolean gone,
    long change)
    implements Entry {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @Override
  public JsonNode value(String attribute) {
    return switch (attribute) {
      case Attributes.ID -> JSON.stringNode(id);
      case Attributes.DELETED -> JSON.booleanNode(deleted || gone || disabled());
      case Attributes.MANAGER, Attributes.MEMBERS -> references(attribute);
      default -> attributes.path(attribute);
    };
  }

  /** The same with references. */
  DirectoryEntry with(Set<String> others) {
    return new DirectoryEntry(type, id, attributes, others, deleted, gone, change);
  }

  private boolean disabled() {
    return type.equals(Attributes.USER)
        && attributes.path(Attributes.ENABLED).asString("").equalsIgnoreCase("false");
  }

  private JsonNode references(String attribute) {
    if (references.isEmpty() || !Attributes.isOf(type, attribute)) {
      return JSON.missingNode();
    }
    if (attribute.equals(Attributes.MANAGER)) {
      return JSON.stringNode(references.iterator().next());
    }
    ArrayNode ids = JSON.arrayNode();
    references.forEach(ids::add);
    return ids;
  }
}
