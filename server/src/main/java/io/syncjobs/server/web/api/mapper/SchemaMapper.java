package io.syncjobs.server.web.api.mapper;

import io.syncjobs.server.mapping.Schema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Maps schemas, which are stored as JSON. */
public final class SchemaMapper {

  private SchemaMapper() {}

  /** Writes a schema after the members that the server adds. */
  public static JsonNode write(Schema schema, String id, String context) {
    ObjectNode body = JsonNodeFactory.instance
        .objectNode()
        .put("@odata.context", context)
        .put("id", id)
        .put("version", schema.version());
    body.setAll(schema.document());
    return body;
  }
}
