package io.syncjobs.server.web.api.check;

import io.syncjobs.server.job.repeatability.RepeatableRequest;
import io.syncjobs.server.web.api.error.RefusedException;
import io.syncjobs.server.web.api.generated.model.ErrorCode;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The headers of OASIS Repeatable Requests 1.0. */
public final class Repeatability {

  public static final String REQUEST_ID = "Repeatability-Request-ID";
  public static final String FIRST_SENT = "Repeatability-First-Sent";
  public static final String RESULT = "Repeatability-Result";
  public static final String ACCEPTED = "accepted";
  public static final String REJECTED = "rejected";

  private Repeatability() {}

  /**
   * Reads the two headers, which go together; null if there is neither.
   *
   * @throws RefusedException if there is one of them only, or a time that doesn't exist
   */
  public static @Nullable RepeatableRequest read(
      @Nullable String requestId, @Nullable String firstSent) {
    if (requestId == null && firstSent == null) {
      return null;
    }
    if (requestId == null || firstSent == null) {
      String missing = requestId == null ? REQUEST_ID : FIRST_SENT;
      throw new RefusedException(
          ErrorCode.MISSING_PARAMETER,
          missing,
          missing
              + " is missing: "
              + REQUEST_ID
              + " and "
              + FIRST_SENT
              + " go together. Send both or none.");
    }
    try {
      return new RepeatableRequest(
          requestId,
          ZonedDateTime.parse(firstSent, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      throw new RefusedException(
          ErrorCode.INVALID_PARAMETER,
          FIRST_SENT,
          FIRST_SENT
              + " isn't a time that exists. Send an HTTP date, with the right day of the week.");
    }
  }
}
