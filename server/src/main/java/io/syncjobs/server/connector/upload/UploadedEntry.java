package io.syncjobs.server.connector.upload;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.scim.ScimDocument;
import tools.jackson.databind.JsonNode;

/** An uploaded record as an entry. */
record UploadedEntry(UploadedRecord record) implements Entry {

  @Override
  public String type() {
    return record.type();
  }

  @Override
  public String id() {
    return record.externalId();
  }

  @Override
  public JsonNode value(String attribute) {
    return ScimDocument.value(record.data(), attribute);
  }
}
