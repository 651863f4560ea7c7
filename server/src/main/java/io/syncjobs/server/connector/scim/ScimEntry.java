package io.syncjobs.server.connector.scim;

import io.syncjobs.server.connector.Entry;
import tools.jackson.databind.JsonNode;

/** A resource of a SCIM service, as it was sent. */
record ScimEntry(String type, String id, JsonNode resource) implements Entry {

  @Override
  public JsonNode value(String attribute) {
    return ScimDocument.value(resource, attribute);
  }
}
