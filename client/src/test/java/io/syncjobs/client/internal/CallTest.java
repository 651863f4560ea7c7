package io.syncjobs.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Parts of requests. */
class CallTest {

  @Test
  void formatsHttpDates() {
    DateTimeFormatter expected =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    for (int days = 0; days < 400; days++) {
      LocalDateTime time =
          LocalDateTime.ofEpochSecond(1_700_000_000L + days * 90_061L, 0, ZoneOffset.UTC);
      assertThat(Call.httpDate(time)).isEqualTo(time.format(expected));
    }
    assertThat(Call.httpDate(LocalDateTime.of(2026, 3, 1, 4, 5, 6)))
        .isEqualTo("Sun, 01 Mar 2026 04:05:06 GMT");
  }
}
