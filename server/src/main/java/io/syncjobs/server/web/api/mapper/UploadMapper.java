package io.syncjobs.server.web.api.mapper;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.connector.upload.UploadedOperation;
import io.syncjobs.server.connector.upload.UploadedRecord;
import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.engine.UploadResults;
import io.syncjobs.server.web.api.generated.model.BulkUploadPath;
import io.syncjobs.server.web.api.generated.model.ProvisioningAction;
import io.syncjobs.server.web.api.generated.model.SynchronizationUpload;
import io.syncjobs.server.web.api.generated.model.UploadResult;
import io.syncjobs.server.web.api.generated.model.UploadResultStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Maps bulk requests of SCIM to uploaded records. */
public final class UploadMapper {

  private static final String GROUPS = "/Groups";

  private static final String USERS = "/Users";

  private UploadMapper() {}

  /** Writes the results of an upload. */
  public static SynchronizationUpload write(UploadResults.Results results) {
    return new SynchronizationUpload()
        .id(results.upload().id())
        .createdDateTime(JobMapper.utc(results.upload().created()))
        .operations(results.results().stream().map(UploadMapper::write).toList());
  }

  private static UploadResult write(UploadResults.Result result) {
    ProvisioningEvent event = result.event();
    return new UploadResult()
        .bulkId(result.operation().bulkId())
        .path(BulkUploadPath.fromValue(result.operation().type().equals("Group") ? GROUPS : USERS))
        .externalId(result.operation().externalId())
        .status(UploadResultStatus.valueOf(result.status().name()))
        .cycleId(event == null ? null : event.cycleId())
        .eventId(event == null ? null : event.id())
        .provisioningAction(
            event == null
                ? null
                : ProvisioningAction.valueOf(event.action().name()).getValue())
        .message(event == null ? null : message(event))
        .error(event == null ? null : AuditMapper.write(event.error()));
  }

  private static @Nullable String message(ProvisioningEvent event) {
    List<ProvisioningEvent.Step> steps = event.steps();
    return steps.isEmpty() ? null : steps.get(steps.size() - 1).description();
  }

  /**
   * Reads the records of a request, in order.
   *
   * @throws Refusal if two operations have the same bulkId, or a record uses a schema that it doesn't list
   */
  public static List<UploadedOperation> read(JsonNode body) {
    Set<String> bulkIds = new HashSet<>();
    List<UploadedOperation> records = new ArrayList<>();
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
      records.add(new UploadedOperation(
          bulkId,
          new UploadedRecord(
              operation.path("path").stringValue().equals(GROUPS) ? "Group" : "User",
              data.path("externalId").stringValue(),
              data)));
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
