package io.syncjobs.client;

import io.syncjobs.client.internal.Await;
import io.syncjobs.client.internal.Transport;
import io.syncjobs.client.internal.generated.TenantJobsApi;
import io.syncjobs.client.model.TenantJob;
import io.syncjobs.client.model.TenantJobCollectionResponse;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Jobs of all applications of the token's tenant. Microsoft Graph has no such operation. Methods throw a
 * {@link io.syncjobs.client.error.SynchronizationException}; the futures of their {@code Async} forms fail with it. Thread-safe.
 */
public final class TenantJobs {

  private final TenantJobsApi api;
  private final Pages<TenantJobCollectionResponse, TenantJob> pages;
  private final TenantJobs blocking;

  TenantJobs(Transport transport) {
    this.api = new TenantJobsApi(transport);
    this.pages = Pages.ofTenantJobs(transport);
    this.blocking = transport.isBlocking() ? this : new TenantJobs(transport.blocking(true));
  }

  /** Lists all jobs, ordered by application and id. */
  public Page<TenantJob> list() {
    return Await.result(blocking::listAsync);
  }

  /** Asynchronous form of {@link #list()}. */
  public CompletableFuture<Page<TenantJob>> listAsync() {
    return filtered(null);
  }

  /**
   * Lists the jobs that match a filter.
   *
   * @param filter an OData filter such as {@code status/code eq 'Quarantine'}
   * @throws io.syncjobs.client.error.BadRequestException if the contract doesn't support the filter
   */
  public Page<TenantJob> list(String filter) {
    return Await.result(() -> blocking.listAsync(filter));
  }

  /** Asynchronous form of {@link #list(String)}. */
  public CompletableFuture<Page<TenantJob>> listAsync(String filter) {
    return filtered(filter);
  }

  private CompletableFuture<Page<TenantJob>> filtered(@Nullable String filter) {
    return api.listTenantJobs(null, null, null, null, filter).thenApply(pages::page);
  }
}
