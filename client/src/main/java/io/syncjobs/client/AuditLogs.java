package io.syncjobs.client;

import io.syncjobs.client.internal.Await;
import io.syncjobs.client.internal.Transport;
import io.syncjobs.client.internal.generated.AuditLogsApi;
import io.syncjobs.client.model.ProvisioningObjectSummary;
import io.syncjobs.client.model.ProvisioningObjectSummaryCollectionResponse;
import java.util.concurrent.CompletableFuture;

/**
 * What the jobs of the tenant did with which object. It needs the permission {@code AuditLog.Read.All}. Methods throw a {@link
 * io.syncjobs.client.error.SynchronizationException}; the futures of their {@code Async} twins fail with it. Safe for use by many threads.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/provisioningobjectsummary">Graph's provisioningObjectSummary</a>
 */
public final class AuditLogs {

  private final AuditLogsApi api;
  private final Pages<ProvisioningObjectSummaryCollectionResponse, ProvisioningObjectSummary> pages;

  AuditLogs(Transport transport) {
    this.api = new AuditLogsApi(transport);
    this.pages = Pages.ofProvisioning(transport);
  }

  /** Lists all entries, the latest first. */
  public Page<ProvisioningObjectSummary> provisioning() {
    return provisioning(ProvisioningListing.ALL);
  }

  /** Does what {@link #provisioning()} does. */
  public CompletableFuture<Page<ProvisioningObjectSummary>> provisioningAsync() {
    return provisioningAsync(ProvisioningListing.ALL);
  }

  /**
   * Lists entries.
   *
   * @throws io.syncjobs.client.error.BadRequestException if the filter or order isn't one that the contract knows
   * @throws io.syncjobs.client.error.ForbiddenException if the token lacks the permission
   */
  public Page<ProvisioningObjectSummary> provisioning(ProvisioningListing listing) {
    return Await.result(() -> provisioningAsync(listing));
  }

  /** Does what {@link #provisioning(ProvisioningListing)} does. */
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
}
