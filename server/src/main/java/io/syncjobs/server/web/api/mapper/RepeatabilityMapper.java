package io.syncjobs.server.web.api.mapper;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.repeatability.RepeatableRequest;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Maps the headers of OASIS Repeatable Requests 1.0. */
public final class RepeatabilityMapper {

  public static final String RESULT = "Repeatability-Result";
  public static final String ACCEPTED = "accepted";
  public static final String REJECTED = "rejected";

  private RepeatabilityMapper() {}

  /**
   * Reads the two headers; null if a request has neither.
   *
   * @throws Refusal if only one is present, or the time doesn't exist
   */
  public static @Nullable RepeatableRequest read(
      @Nullable String requestId, @Nullable String firstSent) {
    if (requestId == null && firstSent == null) {
      return null;
    }
    if (requestId == null || firstSent == null) {
      String missing =
          requestId == null ? RepeatableRequest.REQUEST_ID : RepeatableRequest.FIRST_SENT;
      throw new Refusal(
          ErrorCode.MISSING_PARAMETER,
          missing,
          missing
              + " is missing: "
              + RepeatableRequest.REQUEST_ID
              + " and "
              + RepeatableRequest.FIRST_SENT
              + " go together. Send both or none.");
    }
    try {
      return new RepeatableRequest(
          requestId,
          ZonedDateTime.parse(firstSent, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      throw new Refusal(
          ErrorCode.INVALID_PARAMETER,
          RepeatableRequest.FIRST_SENT,
          RepeatableRequest.FIRST_SENT
              + " must be an HTTP date that exists, with its day of the week, not "
              + Quoted.of(firstSent)
              + ".");
    }
  }
}
