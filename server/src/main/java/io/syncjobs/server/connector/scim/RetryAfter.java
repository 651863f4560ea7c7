package io.syncjobs.server.connector.scim;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Retry-After} (RFC 9110 §10.2.3). Stateless. */
final class RetryAfter {

  private static final Duration LONGEST = Duration.ofDays(1);

  private RetryAfter() {}

  /** The time to wait from now, at most a day; null if the header is absent, can't be read or asks for no pause. */
  static @Nullable Duration parse(@Nullable String header, Instant now) {
    if (header == null) {
      return null;
    }
    String text = header.strip();
    try {
      Duration asked = text.matches("\\d{1,9}")
          ? Duration.ofSeconds(Long.parseLong(text))
          : Duration.between(
              now,
              ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      if (asked.isNegative() || asked.isZero()) {
        return null;
      }
      return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    } catch (DateTimeParseException e) {
      return text.matches("\\d+") ? LONGEST : null;
    }
  }
}
