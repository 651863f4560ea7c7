package io.syncjobs.client;

import io.syncjobs.client.internal.Await;
import io.syncjobs.client.internal.Reply;
import io.syncjobs.client.internal.Transport;
import io.syncjobs.client.internal.generated.AuditLogsApi;
import io.syncjobs.client.model.ProvisioningObjectSummary;
import io.syncjobs.client.model.ProvisioningObjectSummaryCollectionResponse;
import java.util.concurrent.CompletableFuture;

/**
 * The provisioning log of the token's tenant: one entry for each object that a job read, wrote or skipped. Reading it requires the
 * permission {@code AuditLog.Read.All}. Methods throw a {@link io.syncjobs.client.error.SynchronizationException}; the futures of their
 * {@code Async} forms fail with it. Thread-safe.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/provisioningobjectsummary">Graph's provisioningObjectSummary</a>
 */
public final class AuditLogs {

  private final AuditLogsApi api;
  private final Pages<ProvisioningObjectSummaryCollectionResponse, ProvisioningObjectSummary> pages;
  private final AuditLogs blocking;

  AuditLogs(Transport transport) {
    this.api = new AuditLogsApi(transport);
    this.pages = Pages.ofProvisioning(transport);
    this.blocking = transport.isBlocking() ? this : new AuditLogs(transport.blocking(true));
  }

  /** Lists all entries, newest first. */
  public Page<ProvisioningObjectSummary> provisioning() {
    return provisioning(ProvisioningListing.ALL);
  }

  /** Asynchronous form of {@link #provisioning()}. */
  public CompletableFuture<Page<ProvisioningObjectSummary>> provisioningAsync() {
    return provisioningAsync(ProvisioningListing.ALL);
  }

  /**
   * Lists the entries that a listing selects.
   *
   * @throws io.syncjobs.client.error.BadRequestException if the contract doesn't support the filter, order or page size
   * @throws io.syncjobs.client.error.ForbiddenException if the token lacks the permission
   */
  public Page<ProvisioningObjectSummary> provisioning(ProvisioningListing listing) {
    return Await.result(() -> blocking.provisioningAsync(listing));
  }

  /** Asynchronous form of {@link #provisioning(ProvisioningListing)}. */
  public CompletableFuture<Page<ProvisioningObjectSummary>> provisioningAsync(
      ProvisioningListing listing) {
    return api.listProvisioningEvents(
            null,
            listing.pageSize,
            null,
            listing.count ? true : null,
            listing.filter,
            listing.order)
        .thenApply(pages::page);
  }

  /**
   * Reads an entry.
   *
   * @throws io.syncjobs.client.error.NotFoundException if the log has no entry with that id
   */
  public ProvisioningObjectSummary get(String id) {
    return Await.result(() -> blocking.getAsync(id));
  }

  /** Asynchronous form of {@link #get}. */
  public CompletableFuture<ProvisioningObjectSummary> getAsync(String id) {
    return api.getProvisioningEvent(id, null).thenApply(Reply::body);
  }

  /** Counts all entries. */
  public long count() {
    return Await.result(blocking::countAsync);
  }

  /** Asynchronous form of {@link #count}. */
  public CompletableFuture<Long> countAsync() {
    return api.countProvisioningEvents(null, null).thenApply(Reply::body);
  }
}
