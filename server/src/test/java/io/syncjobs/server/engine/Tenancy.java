package io.syncjobs.server.engine;

import io.syncjobs.client.AuditLogs;
import io.syncjobs.client.Jobs;
import io.syncjobs.client.ProvisioningListing;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.model.BulkUpload;
import io.syncjobs.client.model.BulkUploadMethod;
import io.syncjobs.client.model.BulkUploadOperation;
import io.syncjobs.client.model.BulkUploadPath;
import io.syncjobs.client.model.BulkUploadSchema;
import io.syncjobs.client.model.ProvisioningObjectSummary;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.SynchronizationScheduleState;
import io.syncjobs.client.model.SynchronizationSecret;
import io.syncjobs.client.model.SynchronizationSecretKeyStringValuePair;
import io.syncjobs.client.model.SynchronizationTaskExecution;
import io.syncjobs.client.model.UploadedRecord;
import io.syncjobs.server.support.TestServer;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A tenant for one test, with two applications: one takes uploads of a system of record, one writes to a target. All calls go through the Java
 * client.
 */
final class Tenancy {

  static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
  static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
  static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
  private static final Duration LIMIT = Duration.ofSeconds(90);

  final String id;
  final String inboundApplication = TestServer.newId();
  final String outboundApplication = TestServer.newId();
  final SynchronizationClient client;
  final Jobs inbound;
  final Jobs outbound;
  final String inboundJob;
  final String outboundJob;
  private final Map<String, String> secrets = new TreeMap<>();

  private Tenancy(String id, SynchronizationClient client) {
    this.id = id;
    this.client = client;
    inbound = client.application(inboundApplication).jobs();
    outbound = client.application(outboundApplication).jobs();
    inboundJob = inbound
        .create(new SynchronizationJobCreate().templateId("API2AAD"))
        .value()
        .getId();
    outboundJob = outbound
        .create(new SynchronizationJobCreate().templateId("scim"))
        .value()
        .getId();
  }

  /** Creates a tenancy on a server that runs jobs, with the address and token of its target. */
  static Tenancy on(TestServer server, String address, String token) {
    String tenant = TestServer.newId();
    return with(tenant, server.client(tenant), address, token);
  }

  /** Creates a tenancy that uses a given client. */
  static Tenancy with(String tenant, SynchronizationClient client, String address, String token) {
    Tenancy tenancy = new Tenancy(tenant, client);
    tenancy.secret(SynchronizationSecret.BASE_ADDRESS, address);
    tenancy.secret(SynchronizationSecret.SECRET_TOKEN, token);
    return tenancy;
  }

  /** Saves a further secret for the target. */
  void secret(SynchronizationSecret key, String value) {
    secrets.put(key.getValue(), value);
    client
        .application(outboundApplication)
        .secrets()
        .replace(secrets.entrySet().stream()
            .map(secret -> new SynchronizationSecretKeyStringValuePair()
                .key(SynchronizationSecret.fromValue(secret.getKey()))
                .value(secret.getValue()))
            .toList());
  }

  /** A user record of the system of record. */
  static UploadedRecord user(String externalId) {
    return new UploadedRecord()
        .addSchemasItem(USER)
        .externalId(externalId)
        .otherMember("userName", externalId + "@example.com")
        .otherMember("displayName", "User " + externalId)
        .otherMember("active", true)
        .otherMember("name", Map.of("givenName", "Given", "familyName", externalId));
  }

  /** A user record with a manager. */
  static UploadedRecord user(String externalId, String manager) {
    return user(externalId)
        .addSchemasItem(ENTERPRISE)
        .otherMember(ENTERPRISE, Map.of("manager", Map.of("value", manager)));
  }

  /** A group record of the system of record. */
  static UploadedRecord group(String externalId, String... members) {
    return new UploadedRecord()
        .addSchemasItem(GROUP)
        .externalId(externalId)
        .otherMember("displayName", "Group " + externalId)
        .otherMember(
            "members",
            List.of(members).stream().map(member -> Map.of("value", member)).toList());
  }

  /** Uploads records in batches of fifty to the paused inbound job, which reads them in its next cycle. */
  void upload(List<UploadedRecord> records) {
    pause(inbound, inboundJob);
    for (int from = 0; from < records.size(); from += 50) {
      List<UploadedRecord> batch = records.subList(from, Math.min(from + 50, records.size()));
      BulkUpload upload = new BulkUpload()
          .addSchemasItem(BulkUploadSchema.URN_IETF_PARAMS_SCIM_API_MESSAGES_2_0_BULK_REQUEST);
      batch.forEach(each -> upload.addOperationsItem(new BulkUploadOperation()
          .method(BulkUploadMethod.POST)
          .bulkId(each.getExternalId())
          .path(BulkUploadPath.fromValue(each.getSchemas().contains(GROUP) ? "/Groups" : "/Users"))
          .data(each)));
      inbound.bulkUpload(inboundJob, upload);
    }
  }

  /** Uploads records and runs the inbound job, which writes them to the directory. */
  SynchronizationJob bring(UploadedRecord... records) {
    upload(List.of(records));
    return runInbound();
  }

  SynchronizationJob runInbound() {
    return run(inbound, inboundJob);
  }

  SynchronizationJob runOutbound() {
    return run(outbound, outboundJob);
  }

  /** Runs one cycle of a job and waits for its end. */
  static SynchronizationJob run(Jobs jobs, String job) {
    return run(jobs, job, LIMIT);
  }

  /** Runs one cycle of a job with a time limit of its own, for cycles that take longer than usual. */
  static SynchronizationJob run(Jobs jobs, String job, Duration limit) {
    pause(jobs, job);
    SynchronizationJob before = jobs.get(job).value();
    jobs.start(job);
    return ended(jobs, job, before, limit);
  }

  private static void pause(Jobs jobs, String job) {
    if (jobs.get(job)
        .value()
        .getSchedule()
        .getState()
        .equals(SynchronizationScheduleState.ACTIVE)) {
      jobs.pause(job);
    }
  }

  /** Waits for the end of the first cycle after a known state of the job. */
  static SynchronizationJob ended(Jobs jobs, String job, SynchronizationJob before) {
    return ended(jobs, job, before, LIMIT);
  }

  private static SynchronizationJob ended(
      Jobs jobs, String job, SynchronizationJob before, Duration limit) {
    OffsetDateTime last = end(before);
    return jobs.waitUntil(
            job,
            now -> now.getStatus().getLastExecution() != null
                && now.getStatus().getLastExecution().getActivityIdentifier() != null
                && !end(now).equals(last),
            limit)
        .value();
  }

  private static OffsetDateTime end(SynchronizationJob job) {
    @Nullable SynchronizationTaskExecution last = job.getStatus().getLastExecution();
    return last == null ? OffsetDateTime.MIN : last.getTimeEnded();
  }

  /** Log entries of the outbound job, newest first. */
  List<ProvisioningObjectSummary> log() {
    AuditLogs logs = client.auditLogs();
    return new ArrayList<>(
        logs.provisioning(ProvisioningListing.ALL.where("jobId eq '" + outboundJob + "'"))
            .all()
            .toList());
  }
}
