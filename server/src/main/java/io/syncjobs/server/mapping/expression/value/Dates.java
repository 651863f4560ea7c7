package io.syncjobs.server.mapping.expression.value;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Times in UTC, which expressions hand on as texts such as {@code 3/16/2020 7:00:00 AM}. */
public final class Dates {

  private static final int LONGEST = 100;

  private static final DateTimeFormatter WRITTEN =
      DateTimeFormatter.ofPattern("M/d/uuuu h:mm:ss a", Locale.ENGLISH);

  /** What .NET reads without being told the format, as far as data has it: with or without time and zone. */
  private static final List<DateTimeFormatter> READ = Stream.of(
          "uuuu-M-d",
          "uuuu/M/d",
          "M/d/uuuu",
          "[EEE, ]d MMM uuuu",
          "MMM d, uuuu",
          "d MMMM uuuu",
          "MMMM d, uuuu")
      .flatMap(date -> Stream.of(24, 12).map(hours -> reader(date, hours)))
      .toList();

  private Dates() {}

  /** The time that a text is, in UTC; null if it isn't one. Without a zone it is in UTC, without a time at midnight. */
  public static @Nullable LocalDateTime parse(String text) {
    if (text.isBlank() || text.length() > LONGEST) {
      return null;
    }
    for (DateTimeFormatter format : READ) {
      LocalDateTime parsed = parse(text.strip(), format);
      if (parsed != null) {
        return parsed;
      }
    }
    return null;
  }

  /** The time as expressions hand it on. */
  public static String format(LocalDateTime utc) {
    return WRITTEN.format(utc);
  }

  /** The time that a text is in a format; null if it isn't one. */
  static @Nullable LocalDateTime parse(String text, DateTimeFormatter format) {
    try {
      TemporalAccessor parsed = format.parse(text);
      @Nullable LocalDate date = parsed.query(TemporalQueries.localDate());
      @Nullable LocalTime time = parsed.query(TemporalQueries.localTime());
      @Nullable ZoneOffset offset = parsed.query(TemporalQueries.offset());
      LocalDateTime local = LocalDateTime.of(
          date == null ? LocalDate.EPOCH : date, time == null ? LocalTime.MIDNIGHT : time);
      return offset == null ? local : local.minusSeconds(offset.getTotalSeconds());
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static DateTimeFormatter reader(String date, int hours) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(date)
        .optionalStart()
        .appendPattern(hours == 24 ? "['T'][ ]H:mm" : " h:mm")
        .optionalStart()
        .appendPattern(":ss")
        .optionalStart()
        .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
        .optionalEnd()
        .optionalEnd()
        .appendPattern(hours == 24 ? "" : "[ ]a")
        .optionalEnd()
        .appendPattern("[ ][XXX][XX][X]['GMT']")
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }
}
