package io.syncjobs.server.mapping.expression.function;

import io.syncjobs.server.mapping.expression.value.Dates;
import io.syncjobs.server.mapping.expression.value.DotNetDateFormat;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import io.syncjobs.server.mapping.expression.value.Values;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The values that a parameter accepts, as texts. Constants are checked when a schema is saved, other values when they are evaluated. */
enum ParameterType {
  ANY(""),
  INTEGER("isn't a whole number of at most 32 bits. Give one such as 1"),
  POSITION("isn't a whole number of at least 1. Count from 1"),
  LENGTH("isn't a whole number or is negative. Give 0 or more"),
  BITS("isn't a whole number. Give one such as 15 or &HF"),
  CONDITION("is neither true nor false nor a number. Compare it with something"),
  DELIMITER("is empty. Give the character that stands between the values"),
  DATE("isn't a date such as 2020-12-31T23:59:59-08:00. Convert it with FormatDateTime"),
  DATE_NUMBER("isn't a date of Active Directory. Give a number such as 129699324000000000"),
  DATE_FORMAT(
      "isn't a format of dates in .NET's syntax. Write one such as yyyy-MM-ddTHH:mm:ssZ, with one date in it"),
  DATE_STYLES("isn't one of .NET's DateTimeStyles. Leave it out"),
  CULTURE("isn't the name of a culture. Give one such as tr-TR"),
  COMPARISON("isn't a way to compare. Write vbTextCompare or vbBinaryCompare");

  private static final Set<String> COMPARISONS =
      Set.of("", "0", "1", "vbTextCompare", "vbBinaryCompare");

  private static final Set<String> STYLES = Set.of(
      "",
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

  private final String problem;

  ParameterType(String problem) {
    this.problem = problem;
  }

  /** Says why it doesn't accept a value that it doesn't accept. */
  String problem() {
    return problem;
  }

  /** Says why it doesn't accept a value; empty if it does. */
  String problem(String text) {
    return accepts(text) ? "" : problem;
  }

  private boolean accepts(String text) {
    return switch (this) {
      case ANY -> true;
      case INTEGER -> isFrom(Integer.MIN_VALUE, text);
      case POSITION -> isFrom(1, text);
      case LENGTH -> isFrom(0, text);
      case BITS -> Values.integer(text) != null;
      case CONDITION -> Values.truth(Values.of(text)) != null;
      case DELIMITER -> !text.isEmpty();
      case DATE -> text.isEmpty() || Dates.parse(text) != null;
      case DATE_NUMBER -> text.isEmpty() || Dates.ofActiveDirectory(text) != null;
      case DATE_FORMAT -> isDateFormat(text);
      case DATE_STYLES -> areDateStyles(text);
      case CULTURE -> isCulture(text);
      case COMPARISON -> COMPARISONS.contains(text);
    };
  }

  private static boolean isFrom(int least, String text) {
    Long number = Values.integer(text);
    return number != null && number >= least && number <= Integer.MAX_VALUE;
  }

  private static boolean isDateFormat(String text) {
    try {
      DotNetDateFormat.of(text);
      return true;
    } catch (ExpressionException e) {
      return false;
    }
  }

  private static boolean areDateStyles(String text) {
    return Stream.of(text.split(",", -1))
        .map(style -> style.strip().replace("DateTimeStyles.", ""))
        .allMatch(STYLES::contains);
  }

  private static boolean isCulture(String text) {
    try {
      return text.isEmpty()
          || !new Locale.Builder().setLanguageTag(text).build().getLanguage().isEmpty();
    } catch (IllformedLocaleException e) {
      return false;
    }
  }
}
