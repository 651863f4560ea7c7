package io.syncjobs.server.job.repeatability;

import java.time.Instant;

/**
 * Identifies a request that a caller may send several times but that is executed once.
 *
 * @param id the caller's Repeatability-Request-ID
 * @param firstSent the caller's Repeatability-First-Sent
 * @see <a
 *     href="https://docs.oasis-open.org/odata/repeatable-requests/v1.0/repeatable-requests-v1.0.html">OASIS
 *     Repeatable Requests 1.0</a>
 */
public record RepeatableRequest(String id, Instant firstSent) {

  /** Header of the id. */
  public static final String REQUEST_ID = "Repeatability-Request-ID";

  /** Header of the time. */
  public static final String FIRST_SENT = "Repeatability-First-Sent";
}
