package io.syncjobs.server.mapping.expression.function;

import io.syncjobs.server.mapping.expression.value.Dates;
import io.syncjobs.server.mapping.expression.value.DotNetDateFormat;
import io.syncjobs.server.mapping.expression.value.Values;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;

/** Functions of times, which are in UTC. Without a date, they have no value. */
final class DateFunctions {

  /** Written with three arguments in Graph's list of functions and in Microsoft's guides for HR systems, with four in its reference. */
  private static final String FORMAT =
      "FormatDateTime(source, DATE_STYLES dateTimeStyles?, DATE_FORMAT inputFormat, DATE_FORMAT outputFormat)";

  static final List<Function> ALL = List.of(
      Function.of("CDate(DATE expression)", a -> written(date(a, 0))),
      Function.of(
          "DateAdd(interval, INTEGER value, DATE dateTime)",
          DateFunctions::interval,
          DateFunctions::dateAdd),
      Function.of(
          "DateDiff(interval, DATE date1, DATE date2)",
          DateFunctions::interval,
          DateFunctions::dateDiff),
      Function.of(
          "DateFromNum(DATE_NUMBER value)",
          a -> written(Dates.ofActiveDirectory(a.textOrEmpty(0)))),
      Function.of(FORMAT, a -> format(a, 2))
          .withShorterForm(
              Function.of(FORMAT.replace(", DATE_STYLES dateTimeStyles?", ""), a -> format(a, 1))),
      Function.of(
          "Now()",
          a -> written(LocalDateTime.ofInstant(a.evaluation().clock().instant(), ZoneOffset.UTC))),
      Function.of("NumFromDate(DATE value)", DateFunctions::toNumber));

  private static final Map<String, ChronoUnit> INTERVALS = Map.of(
      "yyyy", ChronoUnit.YEARS,
      "m", ChronoUnit.MONTHS,
      "d", ChronoUnit.DAYS,
      "ww", ChronoUnit.WEEKS,
      "h", ChronoUnit.HOURS,
      "n", ChronoUnit.MINUTES,
      "s", ChronoUnit.SECONDS);

  private static final String INTERVAL = "isn't an interval. Write yyyy, m, d, ww, h, n or s";

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
    return Dates.parse(arguments.textOrEmpty(index));
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

  /** Counts as .NET's DateDiff: years, months and weeks by the calendar, the other units by what has passed in full. */
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

  private static JsonNode toNumber(Arguments arguments) {
    LocalDateTime date = date(arguments, 0);
    if (date == null) {
      return Values.NONE;
    }
    if (date.isBefore(Dates.ACTIVE_DIRECTORY_EPOCH)) {
      throw arguments.invalid(0, "is before 1601, which Active Directory can't have");
    }
    return LongNode.valueOf(Dates.toActiveDirectory(date));
  }

  /** @param inputFormat position of that argument; the output's follows it */
  private static JsonNode format(Arguments arguments, int inputFormat) {
    String source = arguments.textOrEmpty(0);
    if (source.isEmpty()) {
      return Values.NONE;
    }
    arguments.text(1); // Styles of .NET are accepted, but change nothing that isn't done anyway.
    LocalDateTime date =
        DotNetDateFormat.of(arguments.textOrEmpty(inputFormat)).parse(source.strip());
    if (date == null) {
      throw arguments.invalid(0, "isn't a date in the inputFormat. Correct one of them");
    }
    return Values.of(DotNetDateFormat.of(arguments.textOrEmpty(inputFormat + 1)).format(date));
  }
}
