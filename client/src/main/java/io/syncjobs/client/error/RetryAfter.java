package io.syncjobs.client.error;

import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the header Retry-After (RFC 9110 section 10.2.3): a date, or seconds, which Graph also sends with a fraction. */
final class RetryAfter {

  private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);

  private RetryAfter() {}

  static Optional<Duration> of(HttpResponse<?> response) {
    return response.headers().firstValue("Retry-After").flatMap(RetryAfter::parse);
  }

  private static Optional<Duration> parse(String text) {
    try {
      if (text.matches("[0-9]{1,9}([.][0-9]{1,9})?")) {
        return Optional.of(
            Duration.ofMillis(new BigDecimal(text).multiply(MILLIS).longValue()));
      }
      Duration until = Duration.between(
          Instant.now(),
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      return Optional.of(until.isNegative() ? Duration.ZERO : until);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
