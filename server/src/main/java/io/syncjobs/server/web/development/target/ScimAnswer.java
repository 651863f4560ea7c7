package io.syncjobs.server.web.development.target;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answer of a SCIM service.
 *
 * @param body null for none
 */
record ScimAnswer(int status, @Nullable JsonNode body) {

  /** Refuses a request (RFC 7644 §3.12). */
  static final class ScimException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String scimType;

    ScimException(int status, @Nullable String scimType, String detail) {
      super(detail);
      this.status = status;
      this.scimType = scimType;
    }

    ScimAnswer answer() {
      return error(status, scimType, String.valueOf(getMessage()));
    }
  }

  static ScimAnswer error(int status, @Nullable String scimType, String detail) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:Error");
    body.put("status", String.valueOf(status)).put("detail", detail);
    if (scimType != null) {
      body.put("scimType", scimType);
    }
    return new ScimAnswer(status, body);
  }
}
