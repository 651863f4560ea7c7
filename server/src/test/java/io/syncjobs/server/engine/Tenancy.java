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
 * A tenant of a test's own: an application through which a system of record uploads, and one that keeps a target in step. Everything goes through
 * our client.
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

  /** One on a server that runs jobs, with what its target takes. */
  static Tenancy on(TestServer server, String address, String token) {
    String tenant = TestServer.newId();
    return with(tenant, server.client(tenant), address, token);
  }

  /** One that another client works with. */
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

  /** A user as the system of record has it. */
  static UploadedRecord user(String externalId) {
    return new UploadedRecord()
        .addSchemasItem(USER)
        .externalId(externalId)
        .otherMember("userName", externalId + "@example.com")
        .otherMember("displayName", "User " + externalId)
        .otherMember("active", true)
        .otherMember("name", Map.of("givenName", "Given", "familyName", externalId));
  }

  /** A user with a manager. */
  static UploadedRecord user(String externalId, String manager) {
    return user(externalId)
        .addSchemasItem(ENTERPRISE)
        .otherMember(ENTERPRISE, Map.of("manager", Map.of("value", manager)));
  }

  /** A group as the system of record has it. */
  static UploadedRecord group(String externalId, String... members) {
    return new UploadedRecord()
        .addSchemasItem(GROUP)
        .externalId(externalId)
        .otherMember("displayName", "Group " + externalId)
        .otherMember(
            "members",
            List.of(members).stream().map(member -> Map.of("value", member)).toList());
  }

  /** Uploads records, fifty at a time, to a job that doesn't read them before it is told to. */
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

  /** Uploads records and has them read into the directory. */
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

  /** Has a job run a cycle, and waits for its end. */
  static SynchronizationJob run(Jobs jobs, String job) {
    return run(jobs, job, LIMIT);
  }

  /** The same for a cycle that may take longer than those of tests. */
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

  /** Waits for the end of a cycle after a state of a job that was seen. */
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

  /** What the log says of the target's job, the latest first. */
  List<ProvisioningObjectSummary> log() {
    AuditLogs logs = client.auditLogs();
    return new ArrayList<>(
        logs.provisioning(ProvisioningListing.ALL.where("jobId eq '" + outboundJob + "'"))
            .all()
            .toList());
  }
}
