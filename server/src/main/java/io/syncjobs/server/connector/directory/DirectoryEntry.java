package io.syncjobs.server.connector.directory;

import io.syncjobs.server.connector.Entry;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A user or group of a directory.
 *
 * @param attributes all attributes but references; must not be changed
 * @param references sorted ids in the reference attribute of its type
 * @param deleted whether it is marked as deleted and can be restored
 * @param gone whether it was removed for good, so that only its id is left
 * @param change number of its last change
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
      case DirectoryAttributes.ID -> JSON.stringNode(id);
      case DirectoryAttributes.DELETED -> JSON.booleanNode(deleted || gone || disabled());
      case DirectoryAttributes.MANAGER, DirectoryAttributes.MEMBERS -> references(attribute);
      default -> attributes.path(attribute);
    };
  }

  @Override
  public boolean isDeleted() {
    return deleted;
  }

  /** A copy with other references. */
  DirectoryEntry withReferences(Set<String> others) {
    return new DirectoryEntry(type, id, attributes, others, deleted, gone, change);
  }

  private boolean disabled() {
    return type.equals(DirectoryAttributes.USER)
        && attributes.path(DirectoryAttributes.ENABLED).asString("").equalsIgnoreCase("false");
  }

  private JsonNode references(String attribute) {
    if (references.isEmpty() || !DirectoryAttributes.isReferenceOf(type, attribute)) {
      return JSON.missingNode();
    }
    if (attribute.equals(DirectoryAttributes.MANAGER)) {
      return JSON.stringNode(references.iterator().next());
    }
    ArrayNode ids = JSON.arrayNode();
    references.forEach(ids::add);
    return ids;
  }
}
