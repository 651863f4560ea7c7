package io.syncjobs.server.connector.scim;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One operation of a PATCH (RFC 7644 §3.5.2).
 *
 * @param path empty for none
 * @param value null for a removal
 */
record PatchOperation(String op, String path, @Nullable JsonNode value) {

  private static final String PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

  static PatchOperation add(String path, JsonNode value) {
    return new PatchOperation("add", path, value);
  }

  static PatchOperation replace(String path, JsonNode value) {
    return new PatchOperation("replace", path, value);
  }

  static PatchOperation remove(String path) {
    return new PatchOperation("remove", path, null);
  }

  /** Name of the attribute that it changes. */
  AttributeName name() {
    return AttributeName.parse(path).orElseThrow();
  }

  /** Body of a PATCH request. */
  static ObjectNode message(List<PatchOperation> operations) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.putArray("schemas").add(PATCH_OP);
    ArrayNode array = message.putArray("Operations");
    for (PatchOperation operation : operations) {
      ObjectNode one = array.addObject().put("op", operation.op);
      if (!operation.path.isEmpty()) {
        one.put("path", operation.path);
      }
      if (operation.value != null) {
        one.set("value", operation.value);
      }
    }
    return message;
  }
}
