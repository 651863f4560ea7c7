package io.syncjobs.server.web.api;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.engine.JobControl;
import io.syncjobs.server.engine.UploadResults;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.Templates;
import io.syncjobs.server.job.template.TemplateCatalog;
import io.syncjobs.server.platform.TenantClocks;
import io.syncjobs.server.web.api.generated.UploadsApiDelegate;
import io.syncjobs.server.web.api.generated.model.SynchronizationUpload;
import io.syncjobs.server.web.api.mapper.CycleMapper;
import io.syncjobs.server.web.api.mapper.UploadMapper;
import io.syncjobs.server.web.overload.UploadRates;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Accepts records that are uploaded to API-driven jobs, and tells what became of them. */
@Component
class UploadsDelegate implements UploadsApiDelegate {

  private final Templates templates;
  private final UploadRates rates;
  private final JobControl control;
  private final UploadResults results;
  private final GraphLinks links;
  private final TenantClocks clocks;

  UploadsDelegate(
      Templates templates,
      UploadRates rates,
      JobControl control,
      UploadResults results,
      GraphLinks links,
      TenantClocks clocks) {
    this.templates = templates;
    this.rates = rates;
    this.control = control;
    this.results = results;
    this.links = links;
    this.clocks = clocks;
  }

  @Override
  public ResponseEntity<Void> bulkUpload(
      String applicationsId, String jobId, JsonNode body, @Nullable String clientRequestId) {
    JobKey key = Keys.job(applicationsId, jobId);
    String id = control.upload(key, job -> {
      admit(job);
      return UploadMapper.read(body);
    });
    return ResponseEntity.accepted().location(links.upload(id)).build();
  }

  @Override
  public ResponseEntity<SynchronizationUpload> getUpload(
      String applicationsId, String jobId, String uploadId, @Nullable String clientRequestId) {
    JobKey key = Keys.job(applicationsId, jobId);
    UploadResults.Results found = results.get(key, uploadId.toLowerCase(Locale.ROOT));
    boolean pending = found.results().stream()
        .anyMatch(result -> result.status() == UploadResults.Status.PENDING);
    return CyclesDelegate.answer(
            pending
                ? CycleMapper.secondsToWait(
                    found.job(), clocks.of(key.owner().tenantId()).instant())
                : Optional.empty())
        .body(UploadMapper.write(found)
            .atOdataContext(
                links.entityContext(key.owner().applicationId(), "jobs('" + jobId + "')/uploads")));
  }

  @Override
  public ResponseEntity<Void> putBulkUpload(
      String applicationsId, String jobId, JsonNode body, @Nullable String clientRequestId) {
    return bulkUpload(applicationsId, jobId, body, clientRequestId);
  }

  private void admit(Job job) {
    if (!templates.isApiDriven(job.owner(), job.templateId())) {
      throw new Refusal(
          ErrorCode.NOT_API_DRIVEN,
          "jobId",
          "The job's template '%s' takes no uploads. Create a job of a template whose factoryTag begins with %s."
              .formatted(job.templateId(), TemplateCatalog.API_DRIVEN));
    }
    rates.count(job.owner().tenantId(), job.id());
  }
}
