package io.syncjobs.server.mapping.expression;

import io.syncjobs.server.mapping.expression.value.Dates;
import io.syncjobs.server.mapping.expression.value.DotNetRegex;
import io.syncjobs.server.mapping.expression.value.Values;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The operators of scoping filters. A comparison with an attribute that has no value is false. All values of an attribute have to satisfy an operator.
 * One of several operands is enough; a negative operator needs all of them.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity/app-provisioning/define-conditional-rules-for-provisioning-user-accounts">
 *     Microsoft's page on scoping filters</a>
 */
public enum FilterOperator {
  EQUALS("EQUALS", false, false),
  NOT_EQUALS("NOT EQUALS", false, true),
  IS_TRUE("IS TRUE", true, false),
  IS_FALSE("IS FALSE", true, false),
  IS_NULL("IS NULL", true, false),
  IS_NOT_NULL("IS NOT NULL", true, true),
  REGEX_MATCH("REGEX MATCH", false, false),
  NOT_REGEX_MATCH("NOT REGEX MATCH", false, true),
  GREATER_THAN("Greater_Than", false, false),
  GREATER_THAN_OR_EQUALS("Greater_Than_OR_EQUALS", false, false),
  INCLUDES("Includes", false, false),
  ENDS_WITH("ENDS_WITH", false, false),
  EXISTS_IN("&", false, false),
  EXISTS_NOT_IN("!&", false, true);

  private final String wireName;
  private final boolean unary;
  private final boolean denies;

  FilterOperator(String wireName, boolean unary, boolean denies) {
    this.wireName = wireName;
    this.unary = unary;
    this.denies = denies;
  }

  /** Finds an operator by its name; case is significant. */
  static Optional<FilterOperator> find(String wireName) {
    return Arrays.stream(values())
        .filter(operator -> operator.wireName.equals(wireName))
        .findFirst();
  }

  /** The name in filters. */
  public String wireName() {
    return wireName;
  }

  /** True if it takes no operands. */
  public boolean isUnary() {
    return unary;
  }

  /** True if its operands are regular expressions. */
  boolean takesPatterns() {
    return this == REGEX_MATCH || this == NOT_REGEX_MATCH;
  }

  /** True if values of a type can satisfy it. */
  boolean compares(String type) {
    return switch (this) {
      case IS_TRUE, IS_FALSE -> type.equals("Boolean") || type.equals("String");
      case GREATER_THAN, GREATER_THAN_OR_EQUALS -> !type.equals("Boolean");
      default -> true;
    };
  }

  /** What an operand would have to be to be compared with values of a type; empty if it is that. */
  String needed(String type, String operand) {
    boolean bits = this == EXISTS_IN || this == EXISTS_NOT_IN;
    boolean order = this == GREATER_THAN || this == GREATER_THAN_OR_EQUALS;
    boolean equality = this == EQUALS || this == NOT_EQUALS;
    if ((!bits && !order && !equality) || (equality && operand.isEmpty())) {
      return "";
    }
    boolean isNumber = Values.number(operand) != null;
    boolean isDate = Dates.parse(operand) != null;
    return switch (type) {
      case "Integer" -> isNumber ? "" : "a number";
      case "DateTime" -> isDate || bits ? "" : "a date such as 2026-01-31";
      case "Boolean" -> isBoolean(operand) || !equality ? "" : "True or False";
      default -> isNumber || isDate || !order ? "" : "a number, or a date such as 2026-01-31";
    };
  }

  private static boolean isBoolean(String text) {
    return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
  }

  /**
   * True if an attribute's value satisfies it.
   *
   * @param type Graph's attributeType, by which numbers and dates that are written in several ways are equal
   */
  boolean holds(JsonNode attribute, String type, List<String> operands) {
    boolean empty = Values.isEmpty(attribute);
    if (this == IS_NULL || this == IS_NOT_NULL) {
      return empty != denies;
    }
    return !empty
        && Values.all(attribute).stream().allMatch(each -> holdsForOne(each, type, operands));
  }

  private boolean holdsForOne(JsonNode attribute, String type, List<String> operands) {
    String text = Values.text(attribute);
    if (text == null || text.isEmpty()) {
      return false;
    }
    if (unary) {
      return text.equalsIgnoreCase(this == IS_TRUE ? "True" : "False");
    }
    String typed = attribute.isBoolean() ? "Boolean" : type;
    return operands.stream().anyMatch(operand -> compares(text, typed, operand)) != denies;
  }

  private boolean compares(String value, String type, String operand) {
    return switch (this) {
      case REGEX_MATCH, NOT_REGEX_MATCH -> DotNetRegex.of(operand).matches(value);
      case GREATER_THAN -> isOrdered(value, operand, sign -> sign > 0);
      case GREATER_THAN_OR_EQUALS -> isOrdered(value, operand, sign -> sign >= 0);
      case INCLUDES -> value.contains(operand);
      case ENDS_WITH -> value.endsWith(operand);
      case EXISTS_IN, EXISTS_NOT_IN -> existsIn(value, operand);
      default -> value.equals(operand) || isEqual(value, type, operand);
    };
  }

  private static boolean isEqual(String value, String type, String operand) {
    return switch (type) {
      case "Boolean" -> value.equalsIgnoreCase(operand);
      case "Integer" -> areEqual(Values.number(value), Values.number(operand));
      case "DateTime" -> areEqual(Dates.parse(value), Dates.parse(operand));
      default -> false;
    };
  }

  private static <T extends Comparable<? super T>> boolean areEqual(
      @Nullable T one, @Nullable T other) {
    return one != null && other != null && one.compareTo(other) == 0;
  }

  /** Compares numbers or dates; other values have no order. */
  private static boolean isOrdered(String value, String bound, IntPredicate wanted) {
    BigDecimal number = Values.number(value);
    BigDecimal least = Values.number(bound);
    if (number != null && least != null) {
      return wanted.test(number.compareTo(least));
    }
    LocalDateTime date = Dates.parse(value);
    LocalDateTime earliest = Dates.parse(bound);
    return date != null && earliest != null && wanted.test(date.compareTo(earliest));
  }

  /** True if whole numbers have common bits, or another value is part of the operand. */
  private static boolean existsIn(String value, String operand) {
    Long bits = Values.integer(value);
    Long mask = Values.integer(operand);
    if (bits == null || mask == null) {
      return operand.contains(value);
    }
    return (bits & mask) != 0;
  }
}
