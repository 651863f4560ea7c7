package io.syncjobs.client;

import io.syncjobs.client.internal.Await;
import io.syncjobs.client.internal.Transport;
import io.syncjobs.client.internal.generated.EscrowsApi;
import io.syncjobs.client.model.SynchronizationEscrow;
import io.syncjobs.client.model.SynchronizationEscrowCollectionResponse;
import java.util.concurrent.CompletableFuture;

/**
 * Entries that the jobs of an application failed to write to their target, and try again. Microsoft Graph has no such operation. Methods throw a
 * {@link io.syncjobs.client.error.SynchronizationException}; the futures of their {@code Async} forms fail with it. Thread-safe.
 */
public final class Escrows {

  private final EscrowsApi api;
  private final Pages<SynchronizationEscrowCollectionResponse, SynchronizationEscrow> pages;
  private final String ownerId;
  private final Escrows blocking;

  Escrows(Transport transport, String ownerId) {
    this.api = new EscrowsApi(transport);
    this.pages = Pages.ofEscrows(transport);
    this.ownerId = ownerId;
    this.blocking = transport.isBlocking() ? this : new Escrows(transport.blocking(true), ownerId);
  }

  /**
   * Lists the entries in escrow of a job, ordered by id, each with the reason and the time of the next attempt.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id
   */
  public Page<SynchronizationEscrow> list(String jobId) {
    return Await.result(() -> blocking.listAsync(jobId));
  }

  /** Asynchronous form of {@link #list}. */
  public CompletableFuture<Page<SynchronizationEscrow>> listAsync(String jobId) {
    return api.listEscrows(ownerId, jobId, null, null, null, null).thenApply(pages::page);
  }
}
