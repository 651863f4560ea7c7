package io.syncjobs.server.mapping.expression.value;

import java.time.DateTimeException;
import java.time.Duration;
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

/** Times in UTC, which functions pass on as texts such as {@code 3/16/2020 7:00:00 AM}. */
public final class Dates {

  /** The first moment of Active Directory, which counts hundreds of nanoseconds since then. */
  public static final LocalDateTime ACTIVE_DIRECTORY_EPOCH =
      LocalDate.of(1601, 1, 1).atStartOfDay();

  private static final long TICKS_PER_SECOND = 10_000_000;

  /** The last one of the year 9999; greater numbers mean never. */
  private static final long LAST_TICK = 2_650_467_743_999_999_999L;

  private static final int LONGEST = 100;

  private static final DateTimeFormatter WRITTEN =
      DateTimeFormatter.ofPattern("M/d/uuuu h:mm:ss a", Locale.ENGLISH);

  /** The formats that .NET reads without being told, as far as data uses them: with or without time and zone. */
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

  /** Reads a time, in UTC where the text has no zone, at midnight where it has no time; null if it isn't one. */
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

  /** Writes a time in the form in which functions pass it on. */
  public static String format(LocalDateTime utc) {
    return WRITTEN.format(utc);
  }

  /** Reads a time that is in Active Directory's form; null if it isn't one. */
  public static @Nullable LocalDateTime ofActiveDirectory(String number) {
    Long ticks = Values.integer(number);
    return ticks == null || ticks < 0 || ticks > LAST_TICK
        ? null
        : ACTIVE_DIRECTORY_EPOCH
            .plusSeconds(ticks / TICKS_PER_SECOND)
            .plusNanos(ticks % TICKS_PER_SECOND * 100);
  }

  /** Writes a time in Active Directory's form. */
  public static long toActiveDirectory(LocalDateTime utc) {
    Duration since = Duration.between(ACTIVE_DIRECTORY_EPOCH, utc);
    return since.toSeconds() * TICKS_PER_SECOND + since.toNanosPart() / 100;
  }

  /** Reads a time in a format; null if it isn't one. */
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
