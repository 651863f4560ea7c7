package io.syncjobs.client;

import io.syncjobs.client.internal.Await;
import io.syncjobs.client.internal.Reply;
import io.syncjobs.client.internal.Transport;
import io.syncjobs.client.internal.generated.SandboxApi;
import io.syncjobs.client.model.SandboxClockAdvance;
import io.syncjobs.client.model.SandboxCycleRun;
import io.syncjobs.client.model.SandboxFault;
import io.syncjobs.client.model.SandboxFaults;
import io.syncjobs.client.model.SandboxRequest;
import io.syncjobs.client.model.SandboxReset;
import io.syncjobs.client.model.SandboxRun;
import io.syncjobs.client.model.SandboxSeed;
import io.syncjobs.client.model.SandboxSnapshot;
import io.syncjobs.client.model.SandboxTarget;
import io.syncjobs.client.model.SynchronizationSecret;
import io.syncjobs.client.model.SynchronizationSecretKeyStringValuePair;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Control of the token's tenant in tests, which only a server in development mode has; every other server answers 404. Methods throw a
 * {@link io.syncjobs.client.error.SynchronizationException}; the futures of their {@code Async} forms fail with it. Thread-safe.
 */
public final class Sandbox {

  private final SandboxApi api;
  private final Sandbox blocking;

  Sandbox(Transport transport) {
    this.api = new SandboxApi(transport);
    this.blocking = transport.isBlocking() ? this : new Sandbox(transport.blocking(true));
  }

  /**
   * Moves the clock of the tenant ahead and runs, in order, whatever becomes due on the way.
   *
   * @param by whole seconds, at most 60 days
   * @return the time that the clock shows, and the cycles that have ended
   */
  public SandboxRun advanceClock(Duration by) {
    return Await.result(() -> blocking.advanceClockAsync(by));
  }

  /** Asynchronous form of {@link #advanceClock}. */
  public CompletableFuture<SandboxRun> advanceClockAsync(Duration by) {
    return api.advanceClock(new SandboxClockAdvance().by("PT" + by.toSeconds() + "S"), null)
        .thenApply(Reply::body);
  }

  /**
   * Runs a cycle of a job and waits for its end. A job that doesn't run is started.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no such job
   */
  public SandboxRun runCycle(String applicationId, String jobId) {
    return Await.result(() -> blocking.runCycleAsync(applicationId, jobId));
  }

  /** Asynchronous form of {@link #runCycle}. */
  public CompletableFuture<SandboxRun> runCycleAsync(String applicationId, String jobId) {
    return api.runCycle(new SandboxCycleRun().applicationId(applicationId).jobId(jobId), null)
        .thenApply(Reply::body);
  }

  /**
   * Writes users and groups to the directory of the tenant. Those that it already has are changed.
   *
   * @throws io.syncjobs.client.error.BadRequestException if the directory refuses one of them
   */
  public void seed(SandboxSeed entries) {
    Await.result(() -> blocking.seedAsync(entries));
  }

  /** Asynchronous form of {@link #seed}. */
  public CompletableFuture<Void> seedAsync(SandboxSeed entries) {
    return api.seedDirectory(entries, null).thenAccept(reply -> {});
  }

  /**
   * SCIM service of the tenant: its users and groups, and the address and token with which jobs reach it.
   */
  public SandboxTarget target() {
    return Await.result(blocking::targetAsync);
  }

  /** Asynchronous form of {@link #target}. */
  public CompletableFuture<SandboxTarget> targetAsync() {
    return api.getSandboxTarget(null).thenApply(Reply::body);
  }

  /** Secrets with which jobs write to the tenant's SCIM service. */
  public List<SynchronizationSecretKeyStringValuePair> credentials() {
    return Await.result(blocking::credentialsAsync);
  }

  /** Asynchronous form of {@link #credentials}. */
  public CompletableFuture<List<SynchronizationSecretKeyStringValuePair>> credentialsAsync() {
    return targetAsync()
        .thenApply(target -> List.of(
            secret(SynchronizationSecret.BASE_ADDRESS, target.getBaseAddress()),
            secret(SynchronizationSecret.SECRET_TOKEN, target.getSecretToken())));
  }

  private static SynchronizationSecretKeyStringValuePair secret(
      SynchronizationSecret key, String value) {
    return new SynchronizationSecretKeyStringValuePair().key(key).value(value);
  }

  /** Latest requests that the tenant's SCIM service has answered, the oldest first. */
  public List<SandboxRequest> requests() {
    return Await.result(blocking::requestsAsync);
  }

  /** Asynchronous form of {@link #requests}. */
  public CompletableFuture<List<SandboxRequest>> requestsAsync() {
    return api.listSandboxRequests(null).thenApply(reply -> reply.body().getRequests());
  }

  /** Makes the tenant's SCIM service misbehave. The faults replace those before; none ends them all. */
  public void order(SandboxFault... faults) {
    Await.result(() -> blocking.orderAsync(faults));
  }

  /** Asynchronous form of {@link #order}. */
  public CompletableFuture<Void> orderAsync(SandboxFault... faults) {
    return api.orderFaults(new SandboxFaults().faults(List.of(faults)), null)
        .thenAccept(reply -> {});
  }

  /** Snapshots of the tenant, ordered by name. */
  public List<SandboxSnapshot> snapshots() {
    return Await.result(blocking::snapshotsAsync);
  }

  /** Asynchronous form of {@link #snapshots}. */
  public CompletableFuture<List<SandboxSnapshot>> snapshotsAsync() {
    return api.listSnapshots(null).thenApply(reply -> reply.body().getSnapshots());
  }

  /**
   * Stores a copy of everything that the server has for the tenant, in place of a snapshot of the same name.
   *
   * @param name letters, digits, dots, hyphens and underscores
   */
  public void takeSnapshot(String name) {
    Await.result(() -> blocking.takeSnapshotAsync(name));
  }

  /** Asynchronous form of {@link #takeSnapshot}. */
  public CompletableFuture<Void> takeSnapshotAsync(String name) {
    return api.takeSnapshot(name, null).thenAccept(reply -> {});
  }

  /**
   * Makes the tenant what it was at a snapshot; its clock shows that time again.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no such snapshot
   */
  public void restoreSnapshot(String name) {
    Await.result(() -> blocking.restoreSnapshotAsync(name));
  }

  /** Asynchronous form of {@link #restoreSnapshot}. */
  public CompletableFuture<Void> restoreSnapshotAsync(String name) {
    return api.restoreSnapshot(name, null).thenAccept(reply -> {});
  }

  /**
   * Deletes a snapshot. The tenant stays as it is.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no such snapshot
   */
  public void deleteSnapshot(String name) {
    Await.result(() -> blocking.deleteSnapshotAsync(name));
  }

  /** Asynchronous form of {@link #deleteSnapshot}. */
  public CompletableFuture<Void> deleteSnapshotAsync(String name) {
    return api.deleteSnapshot(name, null).thenAccept(reply -> {});
  }

  /** Deletes everything that the server stores for the tenant. */
  public void reset() {
    Await.result(blocking::resetAsync);
  }

  /** Asynchronous form of {@link #reset}. */
  public CompletableFuture<Void> resetAsync() {
    return api.resetSandbox(null, null).thenAccept(reply -> {});
  }

  /**
   * Deletes everything that the server stores for the tenant. From then on its ids follow from a seed, and its clock stands still except for
   * {@link #advanceClock}, so that the same calls give the same provisioning log and the same requests to the target. Cycles run in
   * {@link #advanceClock} and {@link #runCycle} alone.
   *
   * @param start time that the clock shows
   */
  public void reset(long seed, Instant start) {
    Await.result(() -> blocking.resetAsync(seed, start));
  }

  /** Asynchronous form of {@link #reset(long, Instant)}. */
  public CompletableFuture<Void> resetAsync(long seed, Instant start) {
    return api.resetSandbox(
            null, new SandboxReset().seed(seed).dateTime(start.atOffset(ZoneOffset.UTC)))
        .thenAccept(reply -> {});
  }
}
