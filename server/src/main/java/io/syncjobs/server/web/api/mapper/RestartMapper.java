package io.syncjobs.server.web.api.mapper;

import io.syncjobs.server.job.ResetScope;
import io.syncjobs.server.web.api.generated.model.SynchronizationJobRestart;
import io.syncjobs.server.web.api.generated.model.SynchronizationJobRestartCriteria;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Maps the criteria of a restart: names of scopes, separated by commas. */
public final class RestartMapper {

  private RestartMapper() {}

  /** Reads the scopes that a restart resets. */
  public static Set<ResetScope> read(@Nullable SynchronizationJobRestart body) {
    String flags = flags(body);
    if (flags == null || flags.isEmpty()) {
      return EnumSet.of(ResetScope.WATERMARK, ResetScope.ESCROWS, ResetScope.QUARANTINE_STATE);
    }
    Set<ResetScope> scopes = EnumSet.noneOf(ResetScope.class);
    for (String flag : flags.split(", ?", -1)) {
      switch (flag) {
        case "ConnectorDataStore" -> scopes.add(ResetScope.CONNECTOR_DATA_STORE);
        case "Escrows" -> scopes.add(ResetScope.ESCROWS);
        case "Watermark" -> scopes.add(ResetScope.WATERMARK);
        case "QuarantineState" -> scopes.add(ResetScope.QUARANTINE_STATE);
        case "ForceDeletes" -> scopes.add(ResetScope.FORCE_DELETES);
        case "Full" -> scopes.addAll(EnumSet.complementOf(EnumSet.of(ResetScope.FORCE_DELETES)));
        default -> {} // None, by the contract.
      }
    }
    return scopes;
  }

  private static @Nullable String flags(@Nullable SynchronizationJobRestart body) {
    if (body == null) {
      return null;
    }
    SynchronizationJobRestartCriteria criteria = body.getCriteria().orElse(null);
    return criteria == null
        ? body.getResetScope().orElse(null)
        : criteria.getResetScope().orElse(null);
  }
}
