package io.syncjobs.server.connector.upload;

import io.syncjobs.server.connector.scim.ScimDocument;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record of a system of record.
 *
 * @param type {@code User} or {@code Group}
 * @param externalId unique among the records of its type of a job; 1 to 255 characters, none of them a control character
 * @param data its members in SCIM's form; never changed
 */
public record UploadedRecord(String type, String externalId, ObjectNode data) {

  private static final String MANAGER =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";
  private static final String MEMBERS = "members";
  private static final int LONGEST_ID = 255;

  /**
   * The record as it is after it was sent another time. Members replace those of the same name, members of extensions one by one; null takes one away.
   */
  UploadedRecord then(ObjectNode later) {
    ObjectNode merged = data.deepCopy();
    for (Map.Entry<String, JsonNode> member : later.properties()) {
      String name = spelling(merged, member.getKey());
      if (isUrn(name) && member.getValue() instanceof ObjectNode extension) {
        ObjectNode before = merged.path(name) instanceof ObjectNode there
            ? there
            : JsonNodeFactory.instance.objectNode();
        extension
            .properties()
            .forEach(inner -> put(before, spelling(before, inner.getKey()), inner.getValue()));
        merged.set(name, before);
      } else {
        put(merged, name, member.getValue());
      }
    }
    return new UploadedRecord(type, externalId, merged);
  }

  /** Whether a member's name is that of a schema, which has members of its own. */
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

  /** The case of names doesn't count in SCIM. */
  private static String spelling(ObjectNode object, String name) {
    return object.has(name)
        ? name
        : object.propertyNames().stream()
            .filter(name::equalsIgnoreCase)
            .findFirst()
            .orElse(name);
  }

  /** The externalIds of its manager or members. What no record can have is left out. */
  Set<String> references() {
    JsonNode value = ScimDocument.value(data, type.equals("Group") ? MEMBERS : MANAGER);
    Set<String> ids = new LinkedHashSet<>();
    for (JsonNode id :
        value.isArray() ? value : JsonNodeFactory.instance.arrayNode().add(value)) {
      String text = id.asString("");
      if (id.isString()
          && !text.isEmpty()
          && text.codePointCount(0, text.length()) <= LONGEST_ID
          && text.chars().allMatch(c -> c >= ' ')) {
        ids.add(text);
      }
    }
    return ids;
  }
}
