package io.syncjobs.client;

import org.jspecify.annotations.Nullable;

/** Which entries of the provisioning log to list and how. Immutable; each method returns a changed copy. */
public final class ProvisioningListing {

  /** All entries, the latest first, in pages of the server's size. */
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
   * Only some entries.
   *
   * @param wanted an OData filter such as {@code provisioningStatusInfo/status eq 'failure'}
   */
  public ProvisioningListing where(String wanted) {
    return new ProvisioningListing(wanted, order, pageSize, count);
  }

  /**
   * In another order.
   *
   * @param wanted {@code activityDateTime}, perhaps with {@code desc}
   */
  public ProvisioningListing orderedBy(String wanted) {
    return new ProvisioningListing(filter, wanted, pageSize, count);
  }

  /**
   * In pages of another size.
   *
   * @param size how many entries a page holds at most, 1 to 999
   */
  public ProvisioningListing inPagesOf(int size) {
    return new ProvisioningListing(filter, order, size, count);
  }

  /** With the number of all of them on the first page. */
  public ProvisioningListing counted() {
    return new ProvisioningListing(filter, order, pageSize, true);
  }
}
