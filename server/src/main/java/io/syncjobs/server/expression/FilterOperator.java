package io.syncjobs.server.expression;

import io.syncjobs.server.expression.value.Dates;
import io.syncjobs.server.expression.value.DotNetRegex;
import io.syncjobs.server.expression.value.Values;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import tools.jackson.databind.JsonNode;

/**
 * The operators of scoping filters. What compares with an attribute that has no value doesn't hold. Of several values of an attribute it has to hold
 * for all; of several values to compare with, one is enough, or for the operators that deny, none may do.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity/app-provisioning/define-conditional-rules-for-provisioning-user-accounts">
 *     Microsoft's page on scoping filters</a>
 */
public enum FilterOperator {
  EQUALS("EQUALS", false, String::equals),
  NOT_EQUALS("NOT EQUALS", true, String::equals),
  IS_TRUE("IS TRUE", "true"),
  IS_FALSE("IS FALSE", "false"),
  IS_NULL("IS NULL", ""),
  IS_NOT_NULL("IS NOT NULL", ""),
  REGEX_MATCH("REGEX MATCH", false, (value, pattern) -> DotNetRegex.of(pattern).matches(value)),
  NOT_REGEX_MATCH(
      "NOT REGEX MATCH", true, (value, pattern) -> DotNetRegex.of(pattern).matches(value)),
  GREATER_THAN("Greater_Than", false, (value, bound) -> compares(value, bound, sign -> sign > 0)),
  GREATER_THAN_OR_EQUALS(
      "Greater_Than_OR_EQUALS", false, (value, bound) -> compares(value, bound, sign -> sign >= 0)),
  INCLUDES("Includes", false, String::contains),
  ENDS_WITH("ENDS_WITH", false, String::endsWith),
  EXISTS_IN("&", false, FilterOperator::existsIn),
  EXISTS_NOT_IN("!&", true, FilterOperator::existsIn);

  @FunctionalInterface
  private interface Comparison {
    boolean holds(String value, String operand);
  }

  private final String wireName;
  private final boolean unary;
  private final boolean denies;
  private final Comparison comparison;

  FilterOperator(String wireName, boolean denies, Comparison comparison) {
    this.wireName = wireName;
    this.unary = false;
    this.denies = denies;
    this.comparison = comparison;
  }

  /** An operator without operands, which wants a text whatever its case. */
  FilterOperator(String wireName, String wanted) {
    this.wireName = wireName;
    this.unary = true;
    this.denies = false;
    this.comparison = (value, none) -> wanted.equalsIgnoreCase(value);
  }

  /** The operator of a name; case is significant. */
  static Optional<FilterOperator> find(String wireName) {
    return Arrays.stream(values())
        .filter(operator -> operator.wireName.equals(wireName))
        .findFirst();
  }

  /** What filters call it. */
  public String wireName() {
    return wireName;
  }

  /** Whether it compares with nothing. */
  public boolean isUnary() {
    return unary;
  }

  /** Whether it compares with regular expressions. */
  boolean takesPatterns() {
    return this == REGEX_MATCH || this == NOT_REGEX_MATCH;
  }

  /** Whether it holds for an attribute's value. */
  boolean holds(JsonNode attribute, List<String> operands) {
    if (this == IS_NULL || this == IS_NOT_NULL) {
      return Values.isEmpty(attribute) == (this == IS_NULL);
    }
    return !Values.isEmpty(attribute)
        && Values.all(attribute).stream().allMatch(each -> holdsForOne(each, operands));
  }

  private boolean holdsForOne(JsonNode attribute, List<String> operands) {
    String text = Values.text(attribute);
    if (text == null || text.isEmpty()) {
      return false;
    }
    if (unary) {
      return comparison.holds(text, "");
    }
    // Booleans are written True by some, true by others.
    return operands.stream()
            .anyMatch(operand -> attribute.isBoolean() && operand.equalsIgnoreCase(text)
                || comparison.holds(text, operand))
        != denies;
  }

  private static boolean compares(String value, String bound, IntPredicate wanted) {
    BigDecimal number = Values.number(value);
    BigDecimal least = Values.number(bound);
    if (number != null && least != null) {
      return wanted.test(number.compareTo(least));
    }
    LocalDateTime date = Dates.parse(value);
    LocalDateTime earliest = Dates.parse(bound);
    return date != null && earliest != null && wanted.test(date.compareTo(earliest));
  }

  /** Whole numbers have bits in common; any other value is a part of the text. */
  private static boolean existsIn(String value, String operand) {
    Long bits = Values.integer(value);
    Long mask = Values.integer(operand);
    return bits != null && mask != null ? (bits & mask) != 0 : operand.contains(value);
  }
}
