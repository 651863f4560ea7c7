package io.syncjobs.server.web.api.mapper;

import io.syncjobs.server.connector.upload.UploadedRecord;
import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Maps bulk requests of SCIM to uploaded records. */
public final class UploadMapper {

  private UploadMapper() {}

  /**
   * Reads the records of a request, in order.
   *
   * @throws Refusal if two operations have the same bulkId, or a record uses a schema that it doesn't list
   */
  public static List<UploadedRecord> read(JsonNode body) {
    Set<String> bulkIds = new HashSet<>();
    List<UploadedRecord> records = new ArrayList<>();
    for (JsonNode operation : body.path("Operations")) {
      String path = "Operations/" + records.size();
      String bulkId = operation.path("bulkId").stringValue();
      if (!bulkIds.add(bulkId)) {
        throw new Refusal(
            ErrorCode.DUPLICATE_BULK_ID,
            path + "/bulkId",
            "The bulkId %s occurs more than once. Give each operation its own."
                .formatted(Quoted.of(bulkId)));
      }
      ObjectNode data = (ObjectNode) operation.path("data");
      requireListed(data, path + "/data");
      records.add(new UploadedRecord(
          operation.path("path").stringValue().equals("/Groups") ? "Group" : "User",
          data.path("externalId").stringValue(),
          data));
    }
    return records;
  }

  private static void requireListed(ObjectNode data, String path) {
    Set<String> listed = new HashSet<>();
    data.path("schemas").forEach(schema -> listed.add(folded(schema.stringValue())));
    for (String name : data.propertyNames()) {
      if (UploadedRecord.isUrn(name) && !listed.contains(folded(name))) {
        throw new Refusal(
            ErrorCode.UNLISTED_SCHEMA,
            path + "/" + name,
            "The record has members of %s, which its schemas don't list. Add it to them."
                .formatted(Quoted.of(name)));
      }
    }
  }

  /** Folds the case of a URN, which SCIM ignores. */
  private static String folded(String urn) {
    return urn.toLowerCase(Locale.ROOT);
  }
}
