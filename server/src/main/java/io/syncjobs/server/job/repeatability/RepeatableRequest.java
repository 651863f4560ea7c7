package io.syncjobs.server.job.repeatability;

import java.time.Instant;

/**
 * How a caller names a request that may come several times and is to be carried out once.
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
