package io.syncjobs.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each form is the one that a regular expression describes. */
class TextFormsTest {

  private static final Pattern UTC_TIME = Pattern.compile(
      "[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
          + "T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,9})?Z");

  private static final Pattern DURATION = Pattern.compile(
      "P(?=[0-9T])(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:[.][0-9]{1,9})?S)?)?");

  /** Texts with each character removed, doubled and replaced. */
  private static List<String> variants(List<String> texts) {
    List<String> variants = new ArrayList<>(texts);
    for (String text : texts) {
      for (int at = 0; at < text.length(); at++) {
        String before = text.substring(0, at);
        String after = text.substring(at + 1);
        variants.add(before + after);
        variants.add(before + text.charAt(at) + text.substring(at));
        for (char other : "012345689-:.PTDHMSZ x\n\u0664".toCharArray()) {
          variants.add(before + other + after);
        }
      }
    }
    return variants;
  }

  @Test
  void aTimeIsInUtc() {
    List<String> times =
        variants(List.of("", "Z", "2026-11-29T15:59:58.123456789Z", "2026-01-31T23:00:59Z"));
    for (int month = 0; month <= 13; month++) {
      for (int day = 0; day <= 32; day++) {
        times.add("2026-%02d-%02dT23:00:59Z".formatted(month, day));
      }
    }

    assertThat(times)
        .allSatisfy(text -> assertThat(TextForms.isUtcTime(text))
            .as(text)
            .isEqualTo(UTC_TIME.matcher(text).matches()));
  }

  @Test
  void aDurationHasDaysHoursMinutesAndSeconds() {
    List<String> durations = List.of(
        "",
        "P",
        "PT",
        "P1D",
        "PT40M",
        "P2DT3H",
        "PT10S",
        "P1DT2H3M4S",
        "PT3M2H",
        "P1M",
        "PT1.5S",
        "PT1.123456789S",
        "P10675199DT2H48M5.4775807S",
        "PT1.",
        "PT1.5",
        "PT1H.5S");

    assertThat(variants(durations))
        .allSatisfy(text -> assertThat(TextForms.isDuration(text))
            .as(text)
            .isEqualTo(DURATION.matcher(text).matches()));
  }
}
