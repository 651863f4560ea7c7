package io.syncjobs.server.connector.upload;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.scim.ScimDocument;
import tools.jackson.databind.JsonNode;

/** A record as a job reads it. */
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
