package io.syncjobs.server.web.api.mapper;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.repeatability.RepeatableRequest;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The headers of OASIS Repeatable Requests 1.0. */
public final class RepeatabilityMapper {

  public static final String RESULT = "Repeatability-Result";
  public static final String ACCEPTED = "accepted";
  public static final String REJECTED = "rejected";

  private RepeatabilityMapper() {}

  /**
   * Reads the two headers, which go together; null if there is neither.
   *
   * @throws Refusal if there is one of them only, or a time that doesn't exist
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
              + " isn't a time that exists. Send an HTTP date, with the right day of the week.");
    }
  }
}
