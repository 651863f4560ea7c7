package io.syncjobs.server.web.api;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.engine.TenantTime;
import io.syncjobs.server.web.api.generated.SandboxApiDelegate;
import io.syncjobs.server.web.api.generated.model.SandboxClockAdvance;
import io.syncjobs.server.web.api.generated.model.SandboxCycleRun;
import io.syncjobs.server.web.api.generated.model.SandboxFaults;
import io.syncjobs.server.web.api.generated.model.SandboxRequestLog;
import io.syncjobs.server.web.api.generated.model.SandboxReset;
import io.syncjobs.server.web.api.generated.model.SandboxRun;
import io.syncjobs.server.web.api.generated.model.SandboxSnapshotList;
import io.syncjobs.server.web.api.generated.model.SandboxTarget;
import io.syncjobs.server.web.api.mapper.SandboxMapper;
import io.syncjobs.server.web.development.sandbox.Sandbox;
import io.syncjobs.server.web.security.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Controls tenants in tests, if the server has a sandbox. */
@Component
class SandboxDelegate implements SandboxApiDelegate {

  private final @Nullable Sandbox present;

  SandboxDelegate(ObjectProvider<Sandbox> sandbox) {
    present = sandbox.getIfAvailable();
  }

  @Override
  public ResponseEntity<SandboxRun> advanceClock(
      SandboxClockAdvance body, @Nullable String clientRequestId) {
    return answer(sandbox().advance(tenant(), Duration.parse(body.getBy())));
  }

  @Override
  public ResponseEntity<SandboxRun> runCycle(
      SandboxCycleRun body, @Nullable String clientRequestId) {
    return answer(List.of(sandbox().run(Keys.job(body.getApplicationId(), body.getJobId()))));
  }

  @Override
  public ResponseEntity<Void> seedDirectory(JsonNode body, @Nullable String clientRequestId) {
    sandbox().seed(tenant(), body);
    return ResponseEntity.noContent().build();
  }

  @Override
  public ResponseEntity<Void> resetSandbox(
      @Nullable String clientRequestId, @Nullable SandboxReset body) {
    if (body == null || body.getSeed() == null) {
      if (body != null && body.getDateTime() != null) {
        throw new Refusal(
            ErrorCode.MISSING_MEMBER,
            "seed",
            "A clock stands still only with a seed. Send a seed with dateTime, or leave both out.");
      }
      sandbox().reset(tenant(), null, null);
    } else {
      sandbox().reset(tenant(), body.getSeed(), SandboxMapper.start(body));
    }
    return ResponseEntity.noContent().build();
  }

  @Override
  public ResponseEntity<SandboxTarget> getSandboxTarget(@Nullable String clientRequestId) {
    return ResponseEntity.ok(SandboxMapper.write(sandbox().targets(), tenant()));
  }

  @Override
  public ResponseEntity<SandboxRequestLog> listSandboxRequests(@Nullable String clientRequestId) {
    return ResponseEntity.ok(
        SandboxMapper.write(sandbox().targets().of(tenant()).requests()));
  }

  @Override
  public ResponseEntity<Void> orderFaults(SandboxFaults body, @Nullable String clientRequestId) {
    sandbox().order(tenant(), SandboxMapper.read(body));
    return ResponseEntity.noContent().build();
  }

  @Override
  public ResponseEntity<SandboxSnapshotList> listSnapshots(@Nullable String clientRequestId) {
    return ResponseEntity.ok(SandboxMapper.snapshots(sandbox().snapshots(tenant())));
  }

  @Override
  public ResponseEntity<Void> takeSnapshot(String snapshotName, @Nullable String clientRequestId) {
    sandbox().take(tenant(), snapshotName);
    return ResponseEntity.noContent().build();
  }

  @Override
  public ResponseEntity<Void> restoreSnapshot(
      String snapshotName, @Nullable String clientRequestId) {
    sandbox().restore(tenant(), snapshotName);
    return ResponseEntity.noContent().build();
  }

  @Override
  public ResponseEntity<Void> deleteSnapshot(
      String snapshotName, @Nullable String clientRequestId) {
    sandbox().delete(tenant(), snapshotName);
    return ResponseEntity.noContent().build();
  }

  private ResponseEntity<SandboxRun> answer(List<TenantTime.Ended> ended) {
    return ResponseEntity.ok(SandboxMapper.write(sandbox().now(tenant()), ended));
  }

  /** The caller's tenant in the form in which it is stored. */
  private static String tenant() {
    return Caller.tenantId().toLowerCase(Locale.ROOT);
  }

  private Sandbox sandbox() {
    if (present == null) {
      throw new Refusal(
          ErrorCode.RESOURCE_NOT_FOUND,
          null,
          "There is no sandbox here. Start a server in development mode, without an issuer of tokens and with syncjobs.engine.enabled, to control tenants in tests.");
    }
    return present;
  }
}
