package io.syncjobs.server.connector.upload;

import io.syncjobs.server.connector.scim.ScimDocument;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A user or group of a system of record.
 *
 * @param type {@code User} or {@code Group}
 * @param externalId unique among the job's records of the type; 1 to 255 characters without control characters
 * @param data its members in the form of SCIM; must not be changed
 */
public record UploadedRecord(String type, String externalId, ObjectNode data) {

  private static final String MANAGER =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";
  private static final String MEMBERS = "members";
  private static final int MAX_ID_LENGTH = 255;

  /** Merges a later upload into this record: members replace those of the same name, members of extensions one by one; null removes one. */
  UploadedRecord then(ObjectNode later) {
    ObjectNode merged = data.deepCopy();
    for (Map.Entry<String, JsonNode> member : later.properties()) {
      String name = storedName(merged, member.getKey());
      if (isUrn(name) && member.getValue() instanceof ObjectNode extension) {
        ObjectNode stored = merged.path(name) instanceof ObjectNode existing
            ? existing
            : JsonNodeFactory.instance.objectNode();
        extension
            .properties()
            .forEach(inner -> put(stored, storedName(stored, inner.getKey()), inner.getValue()));
        merged.set(name, stored);
      } else {
        put(merged, name, member.getValue());
      }
    }
    return new UploadedRecord(type, externalId, merged);
  }

  /** Tells whether a member's name is the URN of an extension, whose value is an object with members of its own. */
  public static boolean isUrn(String name) {
    return name.regionMatches(true, 0, "urn:", 0, 4);
  }

  private static void put(ObjectNode object, String name, JsonNode value) {
    if (value.isNull()) {
      object.remove(name);
    } else {
      object.set(name, value);
    }
  }

  /** The name under which a member is stored, since SCIM ignores the case of names. */
  private static String storedName(ObjectNode object, String name) {
    return object.has(name)
        ? name
        : object.propertyNames().stream()
            .filter(name::equalsIgnoreCase)
            .findFirst()
            .orElse(name);
  }

  /** The externalIds of its manager or members, without values that no record can have as externalId. */
  Set<String> references() {
    JsonNode value = ScimDocument.value(data, type.equals("Group") ? MEMBERS : MANAGER);
    Set<String> ids = new LinkedHashSet<>();
    for (JsonNode id :
        value.isArray() ? value : JsonNodeFactory.instance.arrayNode().add(value)) {
      String text = id.asString("");
      if (id.isString()
          && !text.isEmpty()
          && text.codePointCount(0, text.length()) <= MAX_ID_LENGTH
          && text.chars().allMatch(c -> c >= ' ')) {
        ids.add(text);
      }
    }
    return ids;
  }
}
