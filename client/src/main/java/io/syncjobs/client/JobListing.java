package io.syncjobs.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs to list and how. Immutable; each method returns a changed copy.
 *
 * @param filter an OData filter such as {@code schedule/state eq 'Active'}; null for all jobs
 * @param orderBy {@code id} or {@code templateId}, perhaps with {@code desc}; null for by id
 * @param select the members to return; null for all
 * @param pageSize how many jobs a page holds at most, 1 to 999; null for the server's choice
 * @param count whether the first page says how many there are in all
 */
public record JobListing(
    @Nullable String filter,
    @Nullable String orderBy,
    @Nullable List<String> select,
    @Nullable Integer pageSize,
    boolean count) {

  /** All jobs. */
  public static final JobListing ALL = new JobListing(null, null, null, null, false);

  public JobListing {
    select = select == null ? null : List.copyOf(select);
  }

  /** Only the jobs that pass an OData filter. */
  public JobListing where(String wanted) {
    return new JobListing(wanted, orderBy, select, pageSize, count);
  }

  /** In another order. */
  public JobListing orderedBy(String order) {
    return new JobListing(filter, order, select, pageSize, count);
  }

  /** Only these members of each job; the id always comes along. */
  public JobListing selecting(String... members) {
    return new JobListing(filter, orderBy, List.of(members), pageSize, count);
  }

  /** At most so many jobs in a page. */
  public JobListing inPagesOf(int size) {
    return new JobListing(filter, orderBy, select, size, count);
  }

  /** With the number of all of them on the first page. */
  public JobListing counted() {
    return new JobListing(filter, orderBy, select, pageSize, true);
  }
}
