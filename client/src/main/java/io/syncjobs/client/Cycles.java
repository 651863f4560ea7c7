package io.syncjobs.client;

import io.syncjobs.client.internal.Await;
import io.syncjobs.client.internal.Reply;
import io.syncjobs.client.internal.Transport;
import io.syncjobs.client.internal.generated.CyclesApi;
import io.syncjobs.client.model.SynchronizationCycle;
import io.syncjobs.client.model.SynchronizationCycleCollectionResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Cycles of the jobs of an application. Microsoft Graph has no such operations. Methods throw a
 * {@link io.syncjobs.client.error.SynchronizationException}; the futures of their {@code Async} forms fail with it. Thread-safe: any number of threads
 * can read and wait at the same time.
 */
public final class Cycles {

  private final CyclesApi api;
  private final Pages<SynchronizationCycleCollectionResponse, SynchronizationCycle> pages;
  private final String ownerId;
  private final Cycles blocking;

  Cycles(Transport transport, String ownerId) {
    this.api = new CyclesApi(transport);
    this.pages = Pages.ofCycles(transport);
    this.ownerId = ownerId;
    this.blocking = transport.isBlocking() ? this : new Cycles(transport.blocking(true), ownerId);
  }

  /**
   * Lists the cycles of a job, newest first: the one under way, and those that have ended and are still kept.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id
   */
  public Page<SynchronizationCycle> list(String jobId) {
    return Await.result(() -> blocking.listAsync(jobId));
  }

  /** Asynchronous form of {@link #list}. */
  public CompletableFuture<Page<SynchronizationCycle>> listAsync(String jobId) {
    return api.listCycles(ownerId, jobId, null, null, null, null).thenApply(pages::page);
  }

  /**
   * Counts the cycles of a job that are kept.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id
   */
  public long count(String jobId) {
    return Await.result(() -> blocking.countAsync(jobId));
  }

  /** Asynchronous form of {@link #count}. */
  public CompletableFuture<Long> countAsync(String jobId) {
    return api.countCycles(ownerId, jobId, null).thenApply(Reply::body);
  }

  /**
   * Reads a cycle.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id, or it has no such cycle any more
   */
  public SynchronizationCycle get(String jobId, String cycleId) {
    return Await.result(() -> blocking.getAsync(jobId, cycleId));
  }

  /** Asynchronous form of {@link #get}. */
  public CompletableFuture<SynchronizationCycle> getAsync(String jobId, String cycleId) {
    return api.getCycle(ownerId, jobId, cycleId, null).thenApply(Reply::body);
  }

  /**
   * Waits until a job has done everything that was requested before this call, and returns its last cycle. A start, a restart and an upload to a started
   * job each request a cycle, so the cycle that is returned after them has read what they brought. If nothing is requested or under way, the last
   * cycle is returned at once. An attempt that failed ends the wait as well, with {@code Failed} as state.
   *
   * <p>The job is asked for its cycles at once and then after pauses that grow from 50 milliseconds to the time that the server names, 1 to 30 seconds.
   *
   * @param limit maximum time to wait
   * @throws io.syncjobs.client.error.ConnectionException if the job doesn't end its work in time
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id
   * @throws IllegalArgumentException if the job has run no cycle and none is requested, so that there is nothing to wait for
   */
  public SynchronizationCycle await(String jobId, Duration limit) {
    return Await.result(() -> awaitAsync(jobId, limit));
  }

  /** Asynchronous form of {@link #await}. */
  public CompletableFuture<SynchronizationCycle> awaitAsync(String jobId, Duration limit) {
    return new Polling<>(
            () -> api.listCycles(ownerId, jobId, null, 1, null, null),
            Reply::retryAfter,
            limit,
            "Job " + jobId + " did not end its cycle")
        .start()
        .thenApply(reply -> {
          List<SynchronizationCycle> newest = reply.complete(reply.body().getValue());
          if (newest.isEmpty()) {
            throw new IllegalArgumentException(
                "Job " + jobId + " has run no cycle and none is requested. Start it first.");
          }
          return newest.get(0);
        });
  }
}
