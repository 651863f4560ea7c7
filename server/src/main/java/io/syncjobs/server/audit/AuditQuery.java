package io.syncjobs.server.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A page of a tenant's events to read.
 *
 * @param tenantId whose events
 * @param filter which of them
 * @param latestFirst whether they come from the latest to the first, or the other way round
 * @param after the place of the last event of the page before; null for the first page
 * @param limit how many at most, at least 1
 */
public record AuditQuery(
    String tenantId,
    AuditFilter filter,
    boolean latestFirst,
    @Nullable Place after,
    int limit) {

  /**
   * An event's place in the order, which it has for itself.
   *
   * @param time when it was done
   * @param id its id, which orders events of the same time
   */
  public record Place(Instant time, String id) {
    /** The place of an event. */
    public static Place of(ProvisioningEvent event) {
      return new Place(event.time(), event.id());
    }
  }
}
