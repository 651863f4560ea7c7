package io.syncjobs.server.engine;

import static io.syncjobs.server.engine.Tenancy.group;
import static io.syncjobs.server.engine.Tenancy.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.syncjobs.client.Cycles;
import io.syncjobs.client.Uploads;
import io.syncjobs.client.error.ConnectionException;
import io.syncjobs.client.error.NotFoundException;
import io.syncjobs.client.model.BulkUpload;
import io.syncjobs.client.model.BulkUploadMethod;
import io.syncjobs.client.model.BulkUploadOperation;
import io.syncjobs.client.model.BulkUploadPath;
import io.syncjobs.client.model.BulkUploadSchema;
import io.syncjobs.client.model.SynchronizationCycle;
import io.syncjobs.client.model.SynchronizationCyclePhase;
import io.syncjobs.client.model.SynchronizationCycleState;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.SynchronizationSecret;
import io.syncjobs.client.model.SynchronizationTaskExecution;
import io.syncjobs.client.model.SynchronizationUpload;
import io.syncjobs.client.model.UploadResult;
import io.syncjobs.client.model.UploadResultStatus;
import io.syncjobs.client.model.UploadedRecord;
import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.target.HangingTarget;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Cycles and results of uploads as callers read and await them, for each combination of database and SCIM service. */
@ParameterizedClass
@MethodSource("combinations")
@ClientTest
class CompletionTest extends EngineTestBase {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Cycles cycles;
  private Uploads uploads;
  private String job;

  CompletionTest(Combination combination) {
    super(combination);
  }

  @Override
  List<String> settings() {
    return Stream.concat(super.settings().stream(), Stream.of("--syncjobs.engine.keep-cycles=3"))
        .toList();
  }

  @BeforeEach
  void addressInboundJob() {
    cycles = tenancy.client.application(tenancy.inboundApplication).cycles();
    uploads = tenancy.client.application(tenancy.inboundApplication).uploads();
    job = tenancy.inboundJob;
  }

  private static BulkUpload upload(UploadedRecord... records) {
    BulkUpload upload = new BulkUpload()
        .addSchemasItem(BulkUploadSchema.URN_IETF_PARAMS_SCIM_API_MESSAGES_2_0_BULK_REQUEST);
    for (int i = 0; i < records.length; i++) {
      boolean isGroup = records[i].getSchemas().contains(Tenancy.GROUP);
      upload.addOperationsItem(new BulkUploadOperation()
          .method(BulkUploadMethod.POST)
          .bulkId("b" + i)
          .path(BulkUploadPath.fromValue(isGroup ? "/Groups" : "/Users"))
          .data(records[i]));
    }
    return upload;
  }

  private SynchronizationCycle run() {
    tenancy.inbound.restart(job, "Escrows");
    return tenancy.inbound.awaitCycle(job, LIMIT);
  }

  private static UploadResult only(SynchronizationUpload upload) {
    assertThat(upload.getOperations()).hasSize(1);
    return upload.getOperations().get(0);
  }

  @Test
  void aCycleTellsWhatItDid() {
    uploads.send(job, upload(user("ada", "bob"), user("bob"), group("staff", "ada")));
    tenancy.inbound.start(job);

    SynchronizationCycle first = tenancy.inbound.awaitCycle(job, LIMIT);

    assertThat(first.getPhase()).isEqualTo(SynchronizationCyclePhase.INITIAL);
    assertThat(first.getState()).isEqualTo(SynchronizationCycleState.SUCCEEDED);
    assertThat(first.getError()).isNull();
    assertThat(first.getTimeEnded()).isAfter(first.getTimeBegan());
    SynchronizationTaskExecution last =
        tenancy.inbound.get(job).value().getStatus().getLastExecution();
    assertThat(last.getActivityIdentifier()).isEqualTo(first.getId());
    assertThat(first.getCountImported()).isEqualTo(3).isEqualTo(last.getCountImported());
    assertThat(first.getCountEntitled()).isEqualTo(3);
    assertThat(first.getCountExported()).isEqualTo(last.getCountExported()).isPositive();
    assertThat(first.getCountFailed()).isZero();
    assertThat(cycles.get(job, first.getId()).getCountExports()).isEqualTo(first.getCountExports());

    uploads.send(job, upload(user("ada")));
    SynchronizationCycle second = tenancy.inbound.awaitCycle(job, LIMIT);

    assertThat(second.getPhase()).isEqualTo(SynchronizationCyclePhase.INCREMENTAL);
    assertThat(second.getCountImported()).isEqualTo(1);
    assertThat(tenancy.inbound.awaitCycle(job, Duration.ZERO))
        .as("nothing to wait for")
        .isEqualTo(second);
    assertThat(cycles.list(job).items()).containsExactly(second, first);
  }

  @Test
  void onlyTheNewestCyclesAreKept() {
    tenancy.inbound.start(job);
    SynchronizationCycle oldest = tenancy.inbound.awaitCycle(job, LIMIT);
    List<String> ids = List.of(run().getId(), run().getId(), run().getId());
    String address = "/v1.0/applications/" + tenancy.inboundApplication + "/synchronization/jobs/"
        + job + "/cycles";
    Raw raw = Raw.of(server, tenancy.id);

    assertThat(cycles.list(job).items())
        .extracting(SynchronizationCycle::getId)
        .containsExactly(ids.get(2), ids.get(1), ids.get(0));
    assertThatThrownBy(() -> cycles.get(job, oldest.getId())).isInstanceOf(NotFoundException.class);
    raw.send("GET", address + "/" + oldest.getId()).assertRefused(404, "cycleNotFound", "cycleId");
    assertThat(raw.send("GET", address + "('" + ids.get(0) + "')").status()).isEqualTo(200);
    raw.send("GET", address + "/1").assertRefused(400, "invalidParameter", "cycleId");
    raw.send("GET", address.replace(job, job + "x")).assertRefused(404, "jobNotFound", "jobId");

    Answer page = raw.send(
        "GET", address.replace("applications", "servicePrincipals") + "?$top=2&$count=true");
    String next = page.json().path("@odata.nextLink").asString("");
    assertThat(page.json().path("@odata.count").intValue()).isEqualTo(3);
    assertThat(page.json().path("value")).hasSize(2);
    assertThat(page.header("Retry-After")).isEmpty();
    assertThat(next).startsWith(server.origin() + "/v1.0/servicePrincipals/");
    Answer last = raw.send("GET", next);
    assertThat(last.json().path("value"))
        .singleElement()
        .satisfies(cycle -> assertThat(cycle.path("id").asString()).isEqualTo(ids.get(0)));
    assertThat(last.json().has("@odata.nextLink")).isFalse();
    raw.send("GET", next.replace("/" + job + "/", "/" + tenancy.outboundJob + "/"))
        .assertRefused(400, "invalidSkiptoken", "$skiptoken");
  }

  @Test
  void aCycleUnderWayIsShownAndAwaited() throws InterruptedException {
    tenancy.bring(user("ada"), user("bob"));
    Cycles outbound = tenancy.client.application(tenancy.outboundApplication).cycles();
    String address = "/beta/applications/" + tenancy.outboundApplication + "/synchronization/jobs/"
        + tenancy.outboundJob + "/cycles";
    Raw raw = Raw.of(server, tenancy.id);
    try (HangingTarget target = new HangingTarget()) {
      tenancy.secret(SynchronizationSecret.BASE_ADDRESS, target.address());
      tenancy.outbound.start(tenancy.outboundJob);
      target.awaitQuestion();

      Answer list = raw.send("GET", address + "?$top=1&$count=true");
      SynchronizationCycle running = outbound.list(tenancy.outboundJob).items().get(0);
      assertThat(running.getState()).isEqualTo(SynchronizationCycleState.IN_PROGRESS);
      assertThat(running.getTimeEnded()).isNull();
      assertThat(list.header("Retry-After")).isEqualTo("1");
      assertThat(list.json().path("@odata.count").intValue()).isEqualTo(1);
      Answer one = raw.send("GET", address + "/" + running.getId());
      assertThat(one.header("Retry-After")).isEqualTo("1");
      assertThat(one.json().path("state").asString()).isEqualTo("InProgress");
      assertThatThrownBy(
              () -> tenancy.outbound.awaitCycle(tenancy.outboundJob, Duration.ofMillis(300)))
          .isInstanceOf(ConnectionException.class)
          .hasMessage("Job " + tenancy.outboundJob + " did not end its cycle within PT0.3S");
    }
    // The target is gone, so the attempt fails; the next one continues the cycle.
    SynchronizationCycle failed = tenancy.outbound.awaitCycle(tenancy.outboundJob, LIMIT);
    assertThat(failed.getState()).isEqualTo(SynchronizationCycleState.FAILED);
    assertThat(Objects.requireNonNull(failed.getError()).getCode())
        .startsWith("SystemForCrossDomainIdentityManagement");

    tenancy.secret(SynchronizationSecret.BASE_ADDRESS, service.baseAddress());
    tenancy.outbound.start(tenancy.outboundJob);
    SynchronizationCycle ended = tenancy.outbound.awaitCycle(tenancy.outboundJob, LIMIT);

    assertThat(ended.getId()).isEqualTo(failed.getId());
    assertThat(ended.getState()).isEqualTo(SynchronizationCycleState.SUCCEEDED);
    assertThat(ended.getError()).isNull();
    assertThat(outbound.list(tenancy.outboundJob).items()).containsExactly(ended);
  }

  @Test
  void awaitingNeedsACycle() {
    assertThatThrownBy(() -> tenancy.inbound.awaitCycle(job, LIMIT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Start it first");
    assertThatThrownBy(() -> tenancy.inbound.awaitCycle(job + "x", LIMIT))
        .isInstanceOf(NotFoundException.class);
    assertThat(cycles.list(job).items()).isEmpty();
  }

  @Test
  void eachUploadedRecordHasAResult() {
    String first = uploads.send(
        job,
        upload(
            user("ada"),
            user("bob").otherMember("userName", ""),
            user("ada").otherMember("title", "Boss"),
            group("staff", "ada")));

    SynchronizationUpload paused = uploads.await(job, first, Duration.ZERO);
    assertThat(paused.getId()).isEqualTo(first);
    assertThat(paused.getOperations())
        .extracting(
            UploadResult::getBulkId,
            UploadResult::getExternalId,
            result -> result.getPath().getValue(),
            UploadResult::getStatus)
        .containsExactly(
            tuple("b0", "ada", "/Users", UploadResultStatus.PENDING),
            tuple("b1", "bob", "/Users", UploadResultStatus.PENDING),
            tuple("b2", "ada", "/Users", UploadResultStatus.PENDING),
            tuple("b3", "staff", "/Groups", UploadResultStatus.PENDING));

    tenancy.inbound.start(job);
    SynchronizationUpload done = uploads.await(job, first, LIMIT);
    SynchronizationCycle cycle = tenancy.inbound.awaitCycle(job, LIMIT);

    assertThat(cycle.getState()).isEqualTo(SynchronizationCycleState.ENTRY_LEVEL_ERRORS);
    assertThat(cycle.getCountFailed()).isEqualTo(1);
    assertThat(done.getOperations())
        .extracting(
            UploadResult::getStatus, UploadResult::getCycleId, UploadResult::getProvisioningAction)
        .containsExactly(
            tuple(UploadResultStatus.SUCCEEDED, cycle.getId(), "create"),
            tuple(UploadResultStatus.FAILED, cycle.getId(), "create"),
            tuple(UploadResultStatus.SUCCEEDED, cycle.getId(), "create"),
            tuple(UploadResultStatus.SUCCEEDED, cycle.getId(), "create"));
    UploadResult failed = done.getOperations().get(1);
    assertThat(failed.getMessage()).contains("userPrincipalName");
    assertThat(Objects.requireNonNull(failed.getError()).getReason())
        .isEqualTo(failed.getMessage());
    assertThat(tenancy.client.auditLogs().provisioning().all())
        .anySatisfy(event -> assertThat(event.getId()).isEqualTo(failed.getEventId()));

    // The record is mended by a later upload, and an unchanged one has nothing to write.
    String second =
        uploads.send(job, upload(user("bob"), user("ada").otherMember("title", "Boss")));
    assertThat(uploads.await(job, second, LIMIT).getOperations())
        .extracting(UploadResult::getStatus)
        .containsExactly(UploadResultStatus.SUCCEEDED, UploadResultStatus.SKIPPED);
    assertThat(uploads.get(job, first).getOperations().get(1).getStatus())
        .isEqualTo(UploadResultStatus.SUCCEEDED);
  }

  @Test
  void aRestartOfAStoppedJobDiscardsRecords() {
    String id = uploads.send(job, upload(user("ada")));
    tenancy.inbound.restart(job, "Watermark");
    tenancy.inbound.awaitCycle(job, LIMIT);

    assertThat(only(uploads.await(job, id, LIMIT)).getStatus())
        .isEqualTo(UploadResultStatus.DISCARDED);
  }

  @Test
  void aResultWhoseCycleIsNotKeptIsExpired() {
    String id = uploads.send(job, upload(user("ada")));
    tenancy.inbound.start(job);
    tenancy.inbound.awaitCycle(job, LIMIT);
    assertThat(only(uploads.get(job, id)).getStatus()).isEqualTo(UploadResultStatus.SUCCEEDED);
    for (int i = 0; i < 4; i++) {
      run();
    }

    assertThat(only(uploads.get(job, id)).getStatus()).isEqualTo(UploadResultStatus.EXPIRED);
  }

  @Test
  void anUploadIsFoundOnlyAtItsJob() {
    String id = uploads.send(job, upload(user("ada")));
    String other = TestServer.newId();
    String otherJob = tenancy
        .client
        .application(other)
        .jobs()
        .create(new SynchronizationJobCreate().templateId("API2AAD"))
        .value()
        .getId();
    Raw raw = Raw.of(server, tenancy.id);

    raw.send(
            "GET",
            "/v1.0/applications/" + other + "/synchronization/jobs/" + otherJob + "/uploads/" + id)
        .assertRefused(404, "uploadNotFound", "uploadId");
    tenancy.inbound.delete(job);
    assertThatThrownBy(() -> uploads.get(job, id)).isInstanceOf(NotFoundException.class);
    tenancy.inbound.create(new SynchronizationJobCreate().templateId("API2AAD"));
    assertThatThrownBy(() -> uploads.get(job, id)).isInstanceOf(NotFoundException.class);
    assertThat(cycles.list(job).items()).isEmpty();
  }
}
