package io.syncjobs.server.web.api.mapper;

import io.syncjobs.server.engine.TenantTime;
import io.syncjobs.server.web.api.generated.model.SandboxCycle;
import io.syncjobs.server.web.api.generated.model.SandboxFaults;
import io.syncjobs.server.web.api.generated.model.SandboxRequest;
import io.syncjobs.server.web.api.generated.model.SandboxRequestLog;
import io.syncjobs.server.web.api.generated.model.SandboxReset;
import io.syncjobs.server.web.api.generated.model.SandboxRun;
import io.syncjobs.server.web.api.generated.model.SandboxSnapshot;
import io.syncjobs.server.web.api.generated.model.SandboxSnapshotList;
import io.syncjobs.server.web.api.generated.model.SandboxTarget;
import io.syncjobs.server.web.development.sandbox.Snapshot;
import io.syncjobs.server.web.development.target.Fault;
import io.syncjobs.server.web.development.target.RecordedRequest;
import io.syncjobs.server.web.development.target.SandboxTargets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

/** Maps what happens in sandboxes. */
public final class SandboxMapper {

  /** Default in the contract. */
  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  private SandboxMapper() {}

  public static SandboxRun write(Instant now, List<TenantTime.Ended> ended) {
    return new SandboxRun()
        .dateTime(now.atOffset(ZoneOffset.UTC))
        .cycles(ended.stream()
            .map(cycle -> new SandboxCycle()
                .applicationId(cycle.job().owner().applicationId())
                .jobId(cycle.job().id())
                .execution(StatusMapper.execution(cycle.execution())))
            .toList());
  }

  public static SandboxTarget write(SandboxTargets targets, String tenantId) {
    return new SandboxTarget()
        .baseAddress(targets.baseAddress(tenantId))
        .secretToken(targets.token(tenantId))
        .users(List.copyOf(targets.of(tenantId).resources("User")))
        .groups(List.copyOf(targets.of(tenantId).resources("Group")));
  }

  public static SandboxRequestLog write(List<RecordedRequest> requests) {
    return new SandboxRequestLog()
        .requests(requests.stream()
            .map(request -> new SandboxRequest()
                .dateTime(request.time().atOffset(ZoneOffset.UTC))
                .method(request.method())
                .path(request.path())
                .body(request.body())
                .status(request.status()))
            .toList());
  }

  /** Time at which the clock is to stand. */
  public static Instant start(SandboxReset reset) {
    return reset.getDateTime() == null ? BEGINNING : reset.getDateTime().toInstant();
  }

  public static SandboxSnapshotList snapshots(List<Snapshot> snapshots) {
    return new SandboxSnapshotList()
        .snapshots(snapshots.stream()
            .map(snapshot -> new SandboxSnapshot()
                .name(snapshot.name())
                .dateTime(snapshot.time().atOffset(ZoneOffset.UTC)))
            .toList());
  }

  public static List<Fault> read(SandboxFaults faults) {
    return faults.getFaults().stream()
        .map(fault -> new Fault(
            fault.getMethod(),
            fault.getPath(),
            fault.getTimes(),
            fault.getUntil() == null ? null : fault.getUntil().toInstant(),
            fault.getStatus(),
            fault.getRetryAfterSeconds(),
            Objects.requireNonNullElse(fault.getDelayMilliseconds(), 0),
            fault.getBody(),
            Boolean.TRUE.equals(fault.getCut()),
            Objects.requireNonNullElse(fault.getRequestsPerSecond(), 0)))
        .toList();
  }
}
