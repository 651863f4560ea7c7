package io.syncjobs.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which jobs to list and how. Immutable; each method returns a changed copy. */
public final class JobListing {

  /** All jobs, by id, in pages of the server's size. */
  public static final JobListing ALL = new JobListing(null, null, null, null, false);

  final @Nullable String filter;
  final @Nullable String order;
  final @Nullable List<String> select;
  final @Nullable Integer pageSize;
  final boolean count;

  private JobListing(
      @Nullable String filter,
      @Nullable String order,
      @Nullable List<String> select,
      @Nullable Integer pageSize,
      boolean count) {
    this.filter = filter;
    this.order = order;
    this.select = select;
    this.pageSize = pageSize;
    this.count = count;
  }

  /**
   * Only some jobs.
   *
   * @param wanted an OData filter such as {@code schedule/state eq 'Active'}
   */
  public JobListing where(String wanted) {
    return new JobListing(wanted, order, select, pageSize, count);
  }

  /**
   * In another order.
   *
   * @param wanted {@code id} or {@code templateId}, perhaps with {@code desc}
   */
  public JobListing orderedBy(String wanted) {
    return new JobListing(filter, wanted, select, pageSize, count);
  }

  /**
   * Only these members of each job; the id always comes along.
   *
   * @param members their names; none at all selects every member
   */
  public JobListing selecting(String... members) {
    return new JobListing(
        filter, order, members.length == 0 ? null : List.of(members), pageSize, count);
  }

  /**
   * In pages of another size.
   *
   * @param size how many jobs a page holds at most, 1 to 999
   */
  public JobListing inPagesOf(int size) {
    return new JobListing(filter, order, select, size, count);
  }

  /** With the number of all of them on the first page. */
  public JobListing counted() {
    return new JobListing(filter, order, select, pageSize, true);
  }
}
