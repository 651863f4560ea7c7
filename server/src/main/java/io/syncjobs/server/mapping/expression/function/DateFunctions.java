package io.syncjobs.server.mapping.expression.function;

import io.syncjobs.server.mapping.expression.value.Dates;
import io.syncjobs.server.mapping.expression.value.DotNetDateFormat;
import io.syncjobs.server.mapping.expression.value.Values;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;

/** Functions of times, which are in UTC. Where one has no date, it has no value. */
final class DateFunctions {

  static final List<Function> ALL = List.of(
      Function.of("CDate(expression)", a -> written(date(a, 0))),
      Function.of(
          "DateAdd(interval, value, dateTime)", DateFunctions::interval, DateFunctions::dateAdd),
      Function.of(
          "DateDiff(interval, date1, date2)", DateFunctions::interval, DateFunctions::dateDiff),
      Function.of("DateFromNum(value)", DateFunctions::fromNumber),
      Function.of(
          "FormatDateTime(source, dateTimeStyles?, inputFormat, outputFormat)",
          DateFunctions::format),
      Function.of(
          "Now()",
          a -> written(LocalDateTime.ofInstant(a.evaluation().clock().instant(), ZoneOffset.UTC))),
      Function.of("NumFromDate(value)", DateFunctions::toNumber));

  private static final Map<String, ChronoUnit> INTERVALS = Map.of(
      "yyyy", ChronoUnit.YEARS,
      "m", ChronoUnit.MONTHS,
      "d", ChronoUnit.DAYS,
      "ww", ChronoUnit.WEEKS,
      "h", ChronoUnit.HOURS,
      "n", ChronoUnit.MINUTES,
      "s", ChronoUnit.SECONDS);

  private static final String INTERVAL = "isn't an interval. Write yyyy, m, d, ww, h, n or s";

  private static final Set<String> STYLES = Set.of(
      "None",
      "AllowLeadingWhite",
      "AllowTrailingWhite",
      "AllowInnerWhite",
      "AllowWhiteSpaces",
      "NoCurrentDateDefault",
      "AdjustToUniversal",
      "AssumeLocal",
      "AssumeUniversal",
      "RoundtripKind");

  /** Active Directory counts hundreds of nanoseconds since 1601. */
  private static final LocalDateTime ZERO = LocalDate.of(1601, 1, 1).atStartOfDay();

  private static final long TICKS = 10_000_000;

  private DateFunctions() {}

  private static String interval(List<? extends Operand> arguments) {
    String constant = arguments.get(0).constant();
    return constant == null || INTERVALS.containsKey(constant)
        ? ""
        : "has an argument 'interval' that " + INTERVAL.replace(". Write", ", which would be");
  }

  private static ChronoUnit unit(Arguments arguments) {
    ChronoUnit unit = INTERVALS.get(arguments.textOrEmpty(0));
    if (unit == null) {
      throw arguments.invalid(0, INTERVAL);
    }
    return unit;
  }

  /** Null if there is none. */
  private static @Nullable LocalDateTime date(Arguments arguments, int index) {
    String text = arguments.textOrEmpty(index);
    LocalDateTime date = Dates.parse(text);
    if (date == null && !text.isEmpty()) {
      throw arguments.invalid(
          index, "isn't a date such as 2020-12-31T23:59:59-08:00. Convert it with FormatDateTime");
    }
    return date;
  }

  private static JsonNode written(@Nullable LocalDateTime date) {
    return date == null ? Values.NONE : Values.of(Dates.format(date));
  }

  private static JsonNode dateAdd(Arguments arguments) {
    LocalDateTime date = date(arguments, 2);
    try {
      LocalDateTime sum = date == null ? null : date.plus(arguments.integer(1), unit(arguments));
      if (sum != null && (sum.getYear() < 1 || sum.getYear() > 9999)) {
        throw arguments.invalid(1, "leads out of the years from 1 to 9999");
      }
      return written(sum);
    } catch (DateTimeException | ArithmeticException e) {
      throw arguments.invalid(1, "leads out of the years from 1 to 9999");
    }
  }

  /** As .NET's DateDiff: years, months and weeks by the calendar, the others by what has passed in full. */
  private static JsonNode dateDiff(Arguments arguments) {
    LocalDateTime from = date(arguments, 1);
    LocalDateTime to = date(arguments, 2);
    if (from == null || to == null) {
      return Values.NONE;
    }
    ChronoUnit unit = unit(arguments);
    return LongNode.valueOf(
        switch (unit) {
          case YEARS -> to.getYear() - from.getYear();
          case MONTHS ->
            12L * (to.getYear() - from.getYear()) + to.getMonthValue() - from.getMonthValue();
          case WEEKS -> unit.between(sunday(from), sunday(to));
          default -> unit.between(from, to);
        });
  }

  private static LocalDate sunday(LocalDateTime date) {
    return date.toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
  }

  private static JsonNode fromNumber(Arguments arguments) {
    String text = arguments.textOrEmpty(0);
    if (text.isEmpty()) {
      return Values.NONE;
    }
    Long ticks = Values.integer(text);
    // The greatest means never, and has no date.
    if (ticks == null || ticks < 0 || ticks > 2_650_467_743_999_999_999L) {
      throw arguments.invalid(
          0, "isn't a date of Active Directory: a number such as 129699324000000000");
    }
    return written(ZERO.plusSeconds(ticks / TICKS).plusNanos(ticks % TICKS * 100));
  }

  private static JsonNode toNumber(Arguments arguments) {
    LocalDateTime date = date(arguments, 0);
    if (date == null) {
      return Values.NONE;
    }
    Duration since = Duration.between(ZERO, date);
    if (since.isNegative()) {
      throw arguments.invalid(0, "is before 1601, which Active Directory can't have");
    }
    return LongNode.valueOf(since.toSeconds() * TICKS + since.toNanosPart() / 100);
  }

  private static JsonNode format(Arguments arguments) {
    String source = arguments.textOrEmpty(0);
    if (source.isEmpty()) {
      return Values.NONE;
    }
    for (String style : arguments.textOrEmpty(1).split(",", -1)) {
      if (!style.isBlank() && !STYLES.contains(style.strip().replace("DateTimeStyles.", ""))) {
        throw arguments.invalid(1, "isn't one of .NET's DateTimeStyles. Leave it out");
      }
    }
    LocalDateTime date = DotNetDateFormat.of(arguments.textOrEmpty(2)).parse(source.strip());
    if (date == null) {
      throw arguments.invalid(0, "isn't a date in the inputFormat. Correct one of them");
    }
    return Values.of(DotNetDateFormat.of(arguments.textOrEmpty(3)).format(date));
  }
}
