package io.syncjobs.server.web.api.mapper;

import io.syncjobs.server.engine.TenantTime;
import io.syncjobs.server.web.api.generated.model.SandboxCycle;
import io.syncjobs.server.web.api.generated.model.SandboxRun;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Maps what happens in sandboxes. */
public final class SandboxMapper {

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
}
