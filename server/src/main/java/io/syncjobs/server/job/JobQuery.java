package io.syncjobs.server.job;

import org.jspecify.annotations.Nullable;

/**
 * A page of an owner's jobs to read.
 *
 * @param owner whose jobs
 * @param filter which of them
 * @param order in which order
 * @param after the {@link Order#keyOf key} of the last job of the page before; null for the first
 *     page
 * @param limit how many at most, at least 1
 */
public record JobQuery(
    Owner owner, JobFilter filter, Order order, @Nullable String after, int limit) {

  /** An order in which every job of an owner has a place of its own. */
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

    /** What a job is ordered by. */
    public String keyOf(Job job) {
      return byTemplate() ? job.templateId() : job.id();
    }
  }
}
