package io.syncjobs.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Filter, order, members and page size of a list of jobs. Immutable; each method returns a changed copy.
 *
 * @see <a href="https://learn.microsoft.com/graph/query-parameters">Graph's query parameters</a>
 */
public final class JobListing {

  /** All jobs with all members, ordered by id, in pages of the server's default size. */
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
   * Selects jobs by a filter, {@code $filter}.
   *
   * @param expression an OData filter such as {@code schedule/state eq 'Active'}
   */
  public JobListing where(String expression) {
    return new JobListing(expression, order, select, pageSize, count);
  }

  /**
   * Sets the order, {@code $orderby}.
   *
   * @param expression {@code id} or {@code templateId}, optionally followed by {@code desc}
   */
  public JobListing orderedBy(String expression) {
    return new JobListing(filter, expression, select, pageSize, count);
  }

  /**
   * Limits the members that each job is returned with, {@code $select}. The id is always returned.
   *
   * @param members names of members; without any, all members are returned
   */
  public JobListing selecting(String... members) {
    return new JobListing(
        filter, order, members.length == 0 ? null : List.of(members), pageSize, count);
  }

  /**
   * Sets the page size, {@code $top}.
   *
   * @param size maximum number of jobs on a page, 1 to 999
   */
  public JobListing inPagesOf(int size) {
    return new JobListing(filter, order, select, size, count);
  }

  /** Requests the total number of jobs with the first page, {@code $count}. See {@link Page#count}. */
  public JobListing counted() {
    return new JobListing(filter, order, select, pageSize, true);
  }
}
