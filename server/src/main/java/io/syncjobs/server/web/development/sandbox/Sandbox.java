package io.syncjobs.server.web.development.sandbox;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.engine.TenantTime;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.platform.Ids;
import io.syncjobs.server.platform.TenantClocks;
import io.syncjobs.server.web.development.target.Fault;
import io.syncjobs.server.web.development.target.SandboxTargets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Control of tenants in tests. A tenant is the {@code tid} of the caller's token, by which all stored data is separated anyway; a test that makes up a tenant is
 * isolated from all others. Safe for use by many threads; calls for one tenant wait for each other.
 */
public class Sandbox {

  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9000-01-01T00:00:00Z");

  private final TenantTime time;
  private final SandboxSeed seed;
  private final JobStore jobs;
  private final TenantClocks clocks;
  private final SandboxTargets targets;
  private final Ids ids;
  private final Snapshots snapshots;
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

  Sandbox(
      TenantTime time,
      SandboxSeed seed,
      JobStore jobs,
      TenantClocks clocks,
      SandboxTargets targets,
      Ids ids,
      Snapshots snapshots) {
    this.time = time;
    this.seed = seed;
    this.jobs = jobs;
    this.clocks = clocks;
    this.targets = targets;
    this.ids = ids;
    this.snapshots = snapshots;
  }

  /** Time that a tenant's clock shows. */
  public Instant now(String tenantId) {
    return clocks.of(tenantId).instant();
  }

  /**
   * Moves a tenant's clock ahead and runs what becomes due. Returns the cycles that have ended, in order.
   *
   * @throws Refusal if the clock would leave its range
   */
  public List<TenantTime.Ended> advance(String tenantId, Duration by) {
    synchronized (lock(tenantId)) {
      requireInRange(now(tenantId).plus(by), "by");
      return time.advance(tenantId, by);
    }
  }

  /**
   * Runs a cycle of a job and waits for its end.
   *
   * @throws io.syncjobs.server.job.JobNotFoundException if there is no such job
   */
  public TenantTime.Ended run(JobKey job) {
    synchronized (lock(job.owner().tenantId())) {
      return time.run(job);
    }
  }

  /**
   * Writes users and groups to a tenant's directory.
   *
   * @throws Refusal if one of them has a fault; nothing is written then
   */
  public void seed(String tenantId, JsonNode entries) {
    synchronized (lock(tenantId)) {
      seed.write(tenantId, entries);
    }
  }

  /** Refuses times from which plans would reach beyond the year 9999, which is the last that a date-time can have. */
  private static void requireInRange(Instant time, String member) {
    if (time.isBefore(FIRST) || time.isAfter(LAST)) {
      throw new Refusal(
          ErrorCode.INVALID_MEMBER,
          member,
          "The clock would show %s. It can show times from %s to %s.".formatted(time, FIRST, LAST));
    }
  }

  /**
   * Deletes everything that is stored for a tenant. Ends an advance of its clock that is under way.
   *
   * @param seed seed of the ids from then on, and of the random values; null for those that nobody can foresee
   * @param start time at which the clock stands still from then on; null for a clock that shows the server's time
   * @throws Refusal if the clock can't show that time; nothing has changed then
   */
  public void reset(String tenantId, @Nullable Long seed, @Nullable Instant start) {
    if (start != null) {
      requireInRange(start, "dateTime");
    }
    time.abandon(tenantId);
    synchronized (lock(tenantId)) {
      time.resume(tenantId);
      for (Job job : jobs.ofTenant(tenantId)) {
        jobs.delete(job.key(), version -> true);
      }
      do {
        time.awaitQuiet(tenantId);
      } while (!snapshots.deleteTenant(tenantId));
      targets.forget(tenantId);
      boolean stands = start != null;
      Duration ahead = start == null ? Duration.ZERO : Duration.between(clocks.base(true), start);
      clocks.set(tenantId, ahead, stands);
      time.store(tenantId, ahead, stands);
      ids.follow(tenantId, seed == null ? null : new Ids.Place(seed, Map.of()));
    }
  }

  /** Snapshots of a tenant, ordered by name. */
  public List<Snapshot> snapshots(String tenantId) {
    return snapshots.list(tenantId);
  }

  /** Takes a snapshot of a tenant, in place of one of the same name. */
  public void take(String tenantId, String name) {
    whenQuiet(tenantId, () -> snapshots.take(tenantId, name, targets.of(tenantId)));
  }

  /**
   * Makes a tenant what it was at a snapshot. Ends an advance of its clock that is under way.
   *
   * @throws Refusal if the tenant has no such snapshot
   */
  public void restore(String tenantId, String name) {
    time.abandon(tenantId);
    synchronized (lock(tenantId)) {
      time.resume(tenantId);
      whenQuiet(tenantId, () -> snapshots.restore(tenantId, name, targets.of(tenantId)));
    }
  }

  /**
   * Deletes a snapshot.
   *
   * @throws Refusal if the tenant has no such snapshot
   */
  public void delete(String tenantId, String name) {
    snapshots.delete(tenantId, name);
  }

  /** Repeats an action until it finds that nothing runs in the tenant. */
  private void whenQuiet(String tenantId, BooleanSupplier action) {
    synchronized (lock(tenantId)) {
      do {
        time.awaitQuiet(tenantId);
      } while (!action.getAsBoolean());
    }
  }

  /**
   * Replaces the faults of a tenant's SCIM service.
   *
   * @throws Refusal if no request could show one of them
   */
  public void order(String tenantId, List<Fault> faults) {
    Instant now = now(tenantId);
    for (int i = 0; i < faults.size(); i++) {
      String place = "faults/" + i;
      faults.get(i).contradiction(now).ifPresent(wrong -> {
        throw new Refusal(
            ErrorCode.INVALID_MEMBER,
            wrong.member() == null ? place : place + "/" + wrong.member(),
            wrong.advice());
      });
    }
    targets.of(tenantId).order(faults);
  }

  /** The SCIM services that jobs can write to. */
  public SandboxTargets targets() {
    return targets;
  }

  private Object lock(String tenantId) {
    return locks.computeIfAbsent(tenantId, key -> new Object());
  }
}
