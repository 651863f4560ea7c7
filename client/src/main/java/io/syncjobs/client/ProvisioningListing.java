package io.syncjobs.client;

import org.jspecify.annotations.Nullable;

/**
 * Filter, order and page size of a list of entries of the provisioning log. Immutable; each method returns a changed copy.
 *
 * @see <a href="https://learn.microsoft.com/graph/query-parameters">Graph's query parameters</a>
 */
public final class ProvisioningListing {

  /** All entries, newest first, in pages of the server's default size. */
  public static final ProvisioningListing ALL = new ProvisioningListing(null, null, null, false);

  final @Nullable String filter;
  final @Nullable String order;
  final @Nullable Integer pageSize;
  final boolean count;

  private ProvisioningListing(
      @Nullable String filter, @Nullable String order, @Nullable Integer pageSize, boolean count) {
    this.filter = filter;
    this.order = order;
    this.pageSize = pageSize;
    this.count = count;
  }

  /**
   * Selects entries by a filter, {@code $filter}.
   *
   * @param expression an OData filter such as {@code provisioningStatusInfo/status eq 'failure'}
   */
  public ProvisioningListing where(String expression) {
    return new ProvisioningListing(expression, order, pageSize, count);
  }

  /**
   * Sets the order, {@code $orderby}.
   *
   * @param expression {@code activityDateTime}, optionally followed by {@code desc}
   */
  public ProvisioningListing orderedBy(String expression) {
    return new ProvisioningListing(filter, expression, pageSize, count);
  }

  /**
   * Sets the page size, {@code $top}.
   *
   * @param size maximum number of entries on a page, 1 to 999
   */
  public ProvisioningListing inPagesOf(int size) {
    return new ProvisioningListing(filter, order, size, count);
  }

  /** Requests the total number of entries with the first page, {@code $count}. See {@link Page#count}. */
  public ProvisioningListing counted() {
    return new ProvisioningListing(filter, order, pageSize, true);
  }
}
