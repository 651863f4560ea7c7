package io.syncjobs.server.mapping.expression.value;

import io.syncjobs.server.mapping.expression.value.ExpressionException.Problem;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A format of times in .NET's syntax, for the invariant culture. Immutable and safe for use by many threads.
 *
 * @see <a href="https://learn.microsoft.com/dotnet/standard/base-types/custom-date-and-time-format-strings">Microsoft's reference of
 *     the custom formats</a>
 */
public final class DotNetDateFormat {

  /** Standard formats of one letter, as custom formats. */
  private static final Map<String, String> STANDARD = Map.ofEntries(
      Map.entry("d", "MM/dd/yyyy"),
      Map.entry("D", "dddd, dd MMMM yyyy"),
      Map.entry("f", "dddd, dd MMMM yyyy HH:mm"),
      Map.entry("F", "dddd, dd MMMM yyyy HH:mm:ss"),
      Map.entry("g", "MM/dd/yyyy HH:mm"),
      Map.entry("G", "MM/dd/yyyy HH:mm:ss"),
      Map.entry("m", "MMMM dd"),
      Map.entry("M", "MMMM dd"),
      Map.entry("o", "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK"),
      Map.entry("O", "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK"),
      Map.entry("r", "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'"),
      Map.entry("R", "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'"),
      Map.entry("s", "yyyy'-'MM'-'dd'T'HH':'mm':'ss"),
      Map.entry("t", "HH:mm"),
      Map.entry("T", "HH:mm:ss"),
      Map.entry("u", "yyyy'-'MM'-'dd HH':'mm':'ss'Z'"),
      Map.entry("U", "dddd, dd MMMM yyyy HH:mm:ss"),
      Map.entry("y", "yyyy MMMM"),
      Map.entry("Y", "yyyy MMMM"));

  private static final String SPECIFIERS = "dfFgghHKmMstyz";

  private final DateTimeFormatterBuilder builder =
      new DateTimeFormatterBuilder().parseCaseInsensitive();
  private final Set<ChronoField> fields = EnumSet.noneOf(ChronoField.class);
  private final String format;
  private final DateTimeFormatter formatter;
  private int at;

  private DotNetDateFormat(String format) {
    this.format = STANDARD.getOrDefault(format, format);
    while (at < this.format.length()) {
      part();
    }
    // A date without year, month or day gets the first one.
    for (ChronoField field :
        List.of(ChronoField.YEAR, ChronoField.MONTH_OF_YEAR, ChronoField.DAY_OF_MONTH)) {
      if (!fields.contains(field)) {
        builder.parseDefaulting(field, 1);
      }
    }
    if (!fields.contains(ChronoField.AMPM_OF_DAY)
        && fields.contains(ChronoField.CLOCK_HOUR_OF_AMPM)) {
      builder.parseDefaulting(ChronoField.AMPM_OF_DAY, 0);
    }
    formatter = builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
  }

  /**
   * Reads a format.
   *
   * @throws ExpressionException if it isn't one
   */
  public static DotNetDateFormat of(String format) {
    if (format.isBlank() || format.length() > 200) {
      throw invalid();
    }
    try {
      return new DotNetDateFormat(format);
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  /** Parses a time in UTC; null if it doesn't have the format. */
  public @Nullable LocalDateTime parse(String text) {
    return Dates.parse(text, formatter);
  }

  /** Writes a time. */
  public String format(LocalDateTime utc) {
    try {
      return formatter.format(utc.atOffset(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      throw invalid();
    }
  }

  private static ExpressionException invalid() {
    return new ExpressionException(
        Problem.INVALID_VALUE,
        "The format of dates isn't valid. Write one in .NET's syntax, such as yyyy-MM-ddTHH:mm:ssZ, with one date in it.");
  }

  private void part() {
    char c = format.charAt(at);
    if (c == '\'' || c == '"') {
      int end = format.indexOf(c, at + 1);
      if (end < 0) {
        throw invalid();
      }
      builder.appendLiteral(format.substring(at + 1, end));
      at = end + 1;
    } else if (c == '\\' && at + 1 < format.length()) {
      builder.appendLiteral(format.charAt(at + 1));
      at += 2;
    } else if (c == '%' && at + 1 < format.length()) {
      at++;
    } else if (format.startsWith(".F", at)) {
      // .NET leaves the point out together with the fraction.
      int end = endOfRun(at + 1);
      builder.appendFraction(ChronoField.NANO_OF_SECOND, 0, ticks(end - at - 1), true);
      at = end;
    } else if (SPECIFIERS.indexOf(c) >= 0) {
      int end = endOfRun(at);
      specifier(c, end - at);
      at = end;
    } else {
      builder.appendLiteral(c);
      at++;
    }
  }

  private int endOfRun(int start) {
    int end = start;
    while (end < format.length() && format.charAt(end) == format.charAt(start)) {
      end++;
    }
    return end;
  }

  private void specifier(char letter, int count) {
    switch (letter) {
      case 'd' -> {
        if (count > 2) {
          builder.appendText(
              ChronoField.DAY_OF_WEEK, count == 3 ? TextStyle.SHORT : TextStyle.FULL);
        } else {
          number(ChronoField.DAY_OF_MONTH, count);
        }
      }
      case 'M' -> {
        if (count > 2) {
          fields.add(ChronoField.MONTH_OF_YEAR);
          builder.appendText(
              ChronoField.MONTH_OF_YEAR, count == 3 ? TextStyle.SHORT : TextStyle.FULL);
        } else {
          number(ChronoField.MONTH_OF_YEAR, count);
        }
      }
      case 'y' -> year(count);
      case 'H' -> number(ChronoField.HOUR_OF_DAY, count);
      case 'h' -> number(ChronoField.CLOCK_HOUR_OF_AMPM, count);
      case 'm' -> number(ChronoField.MINUTE_OF_HOUR, count);
      case 's' -> number(ChronoField.SECOND_OF_MINUTE, count);
      case 'f' ->
        builder.appendFraction(ChronoField.NANO_OF_SECOND, ticks(count), ticks(count), false);
      case 'F' -> builder.appendFraction(ChronoField.NANO_OF_SECOND, 0, ticks(count), false);
      case 't' -> {
        fields.add(ChronoField.AMPM_OF_DAY);
        builder.appendText(
            ChronoField.AMPM_OF_DAY,
            count == 1 ? Map.of(0L, "A", 1L, "P") : Map.of(0L, "AM", 1L, "PM"));
      }
      case 'g' -> builder.appendText(ChronoField.ERA, Map.of(1L, "A.D."));
      case 'K' -> builder.appendOffset("+HH:MM", "Z");
      default -> builder.appendOffset(count > 2 ? "+HH:MM" : "+HH", count > 2 ? "+00:00" : "+00");
    }
  }

  private void year(int count) {
    fields.add(ChronoField.YEAR);
    if (count > 2) {
      builder.appendValue(ChronoField.YEAR, count, Math.max(count, 4), SignStyle.NOT_NEGATIVE);
    } else {
      builder.appendValueReduced(ChronoField.YEAR, 2, 2, 1950);
    }
  }

  private void number(ChronoField field, int count) {
    fields.add(field);
    if (count == 1) {
      builder.appendValue(field, 1, 2, SignStyle.NOT_NEGATIVE);
    } else {
      builder.appendValue(field, 2);
    }
  }

  private static int ticks(int count) {
    if (count > 7) {
      throw invalid();
    }
    return count;
  }
}
