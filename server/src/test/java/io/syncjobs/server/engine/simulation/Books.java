package io.syncjobs.server.engine.simulation;

import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.progress.Counters;
import io.syncjobs.server.job.progress.Progress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks that the jobs' figures and the provisioning log tell what happened.
 *
 * @param removed whether entries were removed that others may refer to
 * @param require receives each condition, with the fault that it excludes
 */
record Books(Tenant tenant, boolean removed, BiConsumer<Boolean, String> require) {

  void check() {
    tenant.jobs().forEach(this::counts);
    cycles(tenant.inbound);
    long exported = cycles(tenant.outbound);
    int writes = tenant.world.service.writes().size();
    require.accept(
        exported <= writes, "The cycles count " + exported + " writes, and there were " + writes);
    log();
  }

  private void counts(JobKey key) {
    Progress progress = tenant.job(key).progress();
    require.accept(progress.quarantine() == null, key.id() + " is in quarantine");
    // A counterpart that somebody removed is missed by those who refer to it.
    require.accept(
        progress.escrows() == 0 || removed, key.id() + " has escrows: " + progress.escrows());
    Map<String, Long> linked = new TreeMap<>();
    long[] escrows = new long[1];
    tenant
        .world
        .jdbc()
        .sql("""
            SELECT type, count(target_id), sum(failures > 0) FROM known_entries
            WHERE tenant_id = :tenant AND job_id = :job GROUP BY type
            """)
        .param("tenant", tenant.id)
        .param("job", key.id())
        .query(row -> {
          if (row.getLong(2) > 0) {
            linked.put(row.getString(1) + " to " + row.getString(1), row.getLong(2));
          }
          escrows[0] += row.getLong(3);
        });
    Map<String, Long> counted = new TreeMap<>(progress.history().entryCounts());
    counted.values().removeIf(number -> number == 0);
    require.accept(
        linked.equals(counted), key.id() + " counts " + counted + " entries, not " + linked);
    require.accept(
        escrows[0] == progress.escrows(),
        key.id() + " counts " + progress.escrows() + " escrows, not " + escrows[0]);
  }

  /** Checks the figures of each cycle, and returns the number of writes that they count. */
  private long cycles(JobKey key) {
    long exported = 0;
    for (String document : tenant
        .world
        .jdbc()
        .sql("SELECT document FROM cycles WHERE tenant_id = :tenant AND job_id = :job")
        .param("tenant", tenant.id)
        .param("job", key.id())
        .query(String.class)
        .list()) {
      JsonNode execution = JsonMapper.shared().readTree(document).path("execution");
      String id = execution.path("id").stringValue();
      Counters counters =
          JsonMapper.shared().treeToValue(execution.path("counters"), Counters.class);
      // A restart may abandon a cycle during an attempt that goes on after a failed one. Nothing
      // counts what that attempt has done.
      Instant ended = Instant.parse(execution.path("ended").stringValue());
      long failures = logged(id, "FAILURE", ended);
      long changes = logged(id, "SUCCESS", ended);
      exported += counters.exported();
      require.accept(
          failures <= counters.escrowed(),
          "Cycle " + id + " counts " + counters + ", and the log has " + failures + " failures");
      require.accept(
          counters.exported() <= counters.exports(),
          "Cycle " + id + " counts more writes that succeeded than writes: " + counters);
      require.accept(
          changes <= counters.exported(),
          "Cycle " + id + " counts " + counters + ", and the log has " + changes + " changes");
    }
    return exported;
  }

  /** Number of entries of the log that a cycle has made until a time. */
  private long logged(String cycle, String result, Instant until) {
    return tenant
        .world
        .jdbc()
        .sql("""
            SELECT activity_time FROM provisioning_events
            WHERE tenant_id = :tenant AND cycle_id = :cycle AND result = :result
            """)
        .param("tenant", tenant.id)
        .param("cycle", cycle)
        .param("result", result)
        .query(String.class)
        .list()
        .stream()
        .filter(time -> !Instant.parse(time).isAfter(until))
        .count();
  }

  /** True if something was written, maybe before something else failed in the same cycle, or by an earlier attempt whose outcome got lost. */
  private static boolean tellsOfWrite(String document) {
    return JsonMapper.shared().readTree(document).path("steps").valueStream().anyMatch(step -> {
      boolean written = step.path("name").asString("").startsWith("EntryExport")
          && step.path("result").asString("").equals("SUCCESS");
      return written || step.path("description").asString("").contains("whose outcome got lost");
    });
  }

  /** Each write to the target has an entry in the log that was made after it and tells of it. */
  private void log() {
    Map<String, Instant> last = new HashMap<>();
    tenant.world.jdbc().sql("""
            SELECT target_id, activity_time, document FROM provisioning_events
            WHERE tenant_id = :tenant AND target_id IS NOT NULL
            """).param("tenant", tenant.id).query(row -> {
      if (!tellsOfWrite(row.getString(3))) {
        return;
      }
      last.merge(
          row.getString(1).toLowerCase(Locale.ROOT),
          Instant.parse(row.getString(2)),
          (one, other) -> one.isAfter(other) ? one : other);
    });
    for (SimulatedService.Write write : tenant.world.service.writes()) {
      require.accept(
          tenant.world.migrations.haveChanged(write.id())
              || !last.getOrDefault(write.id().toLowerCase(Locale.ROOT), Instant.MIN)
                  .isBefore(write.time()),
          "The log has no entry for " + write);
    }
  }
}
