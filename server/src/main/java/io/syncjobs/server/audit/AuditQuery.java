package io.syncjobs.server.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Selects a page of a tenant's events.
 *
 * @param latestFirst whether the order is descending by time rather than ascending
 * @param after position of the previous page's last event; null for the first page
 * @param limit maximum number of events, at least 1
 */
public record AuditQuery(
    String tenantId,
    AuditFilter filter,
    boolean latestFirst,
    @Nullable Place after,
    int limit) {

  /**
   * The position of an event in the order, unique to it.
   *
   * @param time time of the event
   * @param id its id, which orders events of the same time
   */
  public record Place(Instant time, String id) {
    /** The position of an event. */
    public static Place of(ProvisioningEvent event) {
      return new Place(event.time(), event.id());
    }
  }
}
