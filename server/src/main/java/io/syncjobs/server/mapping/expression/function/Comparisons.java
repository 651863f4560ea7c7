package io.syncjobs.server.mapping.expression.function;

import io.syncjobs.server.mapping.expression.value.Dates;
import io.syncjobs.server.mapping.expression.value.Values;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import tools.jackson.databind.JsonNode;

/**
 * The operators between two values. No comparison of an empty source attribute holds, which Microsoft documents for {@code IIF}; an empty constant is a
 * value like any other, so that {@code [mobile] <> ""} tells whether there is a number. Equality compares numbers if an operand is one; an order compares numbers or dates if both operands can be read as such. Texts are compared by their characters, with regard to case.
 */
public final class Comparisons {

  /** The operators; longer ones stand before those that they begin with. */
  public static final List<String> OPERATORS = List.of("<>", "<=", ">=", "=", "<", ">");

  private static final List<Function> ALL = List.of(
      equality("=", true),
      equality("<>", false),
      order("<", sign -> sign < 0),
      order("<=", sign -> sign <= 0),
      order(">", sign -> sign > 0),
      order(">=", sign -> sign >= 0));

  private Comparisons() {}

  /** Finds the function of an operator. */
  public static Optional<Function> find(String operator) {
    return ALL.stream().filter(function -> function.name().equals(operator)).findFirst();
  }

  private static Function equality(String operator, boolean equal) {
    return function(
        operator, (left, right) -> isEqual(left, right) ? 0 : 1, sign -> (sign == 0) == equal);
  }

  private static Function order(String operator, IntPredicate wanted) {
    return function(operator, Comparisons::compare, wanted);
  }

  private static Function function(
      String operator, Comparator<JsonNode> comparator, IntPredicate wanted) {
    return Function.of(operator + "(left, right)", arguments -> {
      boolean none = lacksSource(arguments, 0) || lacksSource(arguments, 1);
      return Values.of(
          !none && wanted.test(comparator.compare(arguments.value(0), arguments.value(1))));
    });
  }

  private static boolean lacksSource(Arguments arguments, int index) {
    // Reading it as a text refuses several values.
    return arguments.textOrEmpty(index).isEmpty() && arguments.readsAttribute(index);
  }

  private static String text(JsonNode value) {
    return Objects.requireNonNullElse(Values.text(value), "");
  }

  private static boolean isEqual(JsonNode left, JsonNode right) {
    String one = text(left);
    String other = text(right);
    if (left.isBoolean() || right.isBoolean()) {
      return one.equalsIgnoreCase(other);
    }
    boolean numeric = left.isNumber() || right.isNumber();
    return numeric ? compare(left, right) == 0 : one.equals(other);
  }

  private static int compare(JsonNode left, JsonNode right) {
    String one = text(left);
    String other = text(right);
    BigDecimal number = Values.number(one);
    BigDecimal otherNumber = Values.number(other);
    if (number != null && otherNumber != null) {
      return number.compareTo(otherNumber);
    }
    LocalDateTime date = Dates.parse(one);
    LocalDateTime otherDate = Dates.parse(other);
    if (date != null && otherDate != null) {
      return date.compareTo(otherDate);
    }
    return one.compareTo(other);
  }
}
