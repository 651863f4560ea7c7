package io.syncjobs.server.job;

import org.jspecify.annotations.Nullable;

/**
 * Query for a page of an owner's jobs.
 *
 * @param owner owner of the jobs
 * @param filter condition on the jobs
 * @param order order of the jobs
 * @param after the {@link Order#keyOf key} of the last job of the page before; null for the first
 *     page
 * @param limit largest number of jobs, at least 1
 */
public record JobQuery(
    Owner owner, JobFilter filter, Order order, @Nullable String after, int limit) {

  /** Total order of the jobs of an owner. */
  public enum Order {
    ID(false),
    ID_DESCENDING(true),
    TEMPLATE_ID(false),
    TEMPLATE_ID_DESCENDING(true);

    private final boolean descending;

    Order(boolean descending) {
      this.descending = descending;
    }

    boolean descending() {
      return descending;
    }

    boolean byTemplate() {
      return this == TEMPLATE_ID || this == TEMPLATE_ID_DESCENDING;
    }

    /** Value that a job is ordered by. */
    public String keyOf(Job job) {
      return byTemplate() ? job.templateId() : job.id();
    }
  }
}
