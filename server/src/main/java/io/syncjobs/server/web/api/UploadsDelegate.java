package io.syncjobs.server.web.api;

import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.connector.upload.UploadedRecord;
import io.syncjobs.server.connector.upload.UploadedRecords;
import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.engine.JobControl;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.template.TemplateCatalog;
import io.syncjobs.server.web.api.generated.UploadsApiDelegate;
import io.syncjobs.server.web.overload.UploadRates;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes the records that are uploaded to jobs. */
@Component
class UploadsDelegate implements UploadsApiDelegate {

  private final JobStore jobs;
  private final TemplateCatalog templates;
  private final UploadRates rates;
  private final UploadedRecords uploads;
  private final JobControl control;
  private final GraphLinks links;

  UploadsDelegate(
      JobStore jobs,
      TemplateCatalog templates,
      UploadRates rates,
      UploadedRecords uploads,
      JobControl control,
      GraphLinks links) {
    this.jobs = jobs;
    this.templates = templates;
    this.rates = rates;
    this.uploads = uploads;
    this.control = control;
    this.links = links;
  }

  @Override
  public ResponseEntity<Void> bulkUpload(
      String applicationsId, String jobId, JsonNode body, @Nullable String clientRequestId) {
    JobKey key = Keys.job(applicationsId, jobId);
    Job job = jobs.get(key);
    requireApiDriven(job);
    rates.count(key.owner().tenantId(), jobId);
    uploads.add(key, records(body.path("Operations")));
    control.wake(key);
    return ResponseEntity.accepted().location(links.provisioningLog(jobId)).build();
  }

  private void requireApiDriven(Job job) {
    if (!templates.isApiDriven(job.templateId())) {
      throw new Refusal(
          ErrorCode.NOT_API_DRIVEN,
          "jobId",
          "The job's template '%s' takes no uploads. Create a job of a template whose factoryTag begins with %s."
              .formatted(job.templateId(), TemplateCatalog.API_DRIVEN));
    }
  }

  private static List<UploadedRecord> records(JsonNode operations) {
    Set<String> bulkIds = new HashSet<>();
    List<UploadedRecord> records = new ArrayList<>();
    for (JsonNode operation : operations) {
      String place = "Operations/" + records.size();
      String bulkId = operation.path("bulkId").stringValue();
      if (!bulkIds.add(bulkId)) {
        throw new Refusal(
            ErrorCode.DUPLICATE_BULK_ID,
            place + "/bulkId",
            "The bulkId '%s' occurs twice. Give each operation one of its own.".formatted(bulkId));
      }
      ObjectNode data = (ObjectNode) operation.path("data");
      requireListed(data, place + "/data");
      records.add(new UploadedRecord(
          operation.path("path").stringValue().equals("/Groups") ? "Group" : "User",
          data.path("externalId").stringValue(),
          data));
    }
    return records;
  }

  private static void requireListed(ObjectNode data, String place) {
    Set<String> listed = new HashSet<>();
    data.path("schemas").forEach(schema -> listed.add(folded(schema.stringValue())));
    for (String name : data.propertyNames()) {
      if (UploadedRecord.isUrn(name) && !listed.contains(folded(name))) {
        throw new Refusal(
            ErrorCode.UNLISTED_SCHEMA,
            place + "/" + name,
            "The record has members under '%s'. List that in its schemas.".formatted(name));
      }
    }
  }

  /** URNs, as names of SCIM, are compared without regard to case. */
  private static String folded(String urn) {
    return urn.toLowerCase(Locale.ROOT);
  }
}
