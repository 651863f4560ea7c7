package io.syncjobs.server.mapping.expression.value;

import io.syncjobs.server.mapping.expression.value.ExpressionException.Problem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/** Conversions between values of expressions, texts and numbers. Booleans are written as .NET does: {@code True} and {@code False}. */
public final class Values {

  /** No value. */
  public static final JsonNode NONE = MissingNode.getInstance();

  /** The longest text that an expression may generate, in characters; it protects the memory. */
  public static final int LONGEST = 1_000_000;

  private Values() {}

  public static JsonNode of(@Nullable String text) {
    if (text == null) {
      return NONE;
    }
    checkLength(text.length());
    return StringNode.valueOf(text);
  }

  public static JsonNode of(boolean value) {
    return BooleanNode.valueOf(value);
  }

  /**
   * Checks the length of a text before it is generated.
   *
   * @throws ExpressionException if it is too long
   */
  public static void checkLength(long length) {
    if (length > LONGEST) {
      throw new ExpressionException(
          Problem.LIMIT_EXCEEDED,
          "The text would have more than " + LONGEST
              + " characters. Shorten it, for example with Left.");
    }
  }

  /** Replaces null and an empty array by {@link #NONE}. */
  public static JsonNode normal(JsonNode value) {
    boolean none = value.isNull() || (value.isArray() && value.isEmpty());
    return none ? NONE : value;
  }

  /** The elements of an array, or the one value; empty if there is none. */
  public static List<JsonNode> all(JsonNode value) {
    JsonNode normal = normal(value);
    if (normal.isMissingNode()) {
      return List.of();
    }
    return normal.isArray()
        ? normal.valueStream().filter(each -> !each.isNull()).toList()
        : List.of(normal);
  }

  /** The text of a single value; null if there are several or none, or it is complex. */
  public static @Nullable String text(JsonNode value) {
    List<JsonNode> all = all(value);
    if (all.size() != 1 || all.get(0).isContainer()) {
      return null;
    }
    JsonNode one = all.get(0);
    if (one.isBoolean()) {
      return one.booleanValue() ? "True" : "False";
    }
    return one.isNumber() ? one.decimalValue().toPlainString() : one.asString();
  }

  /** True if there is no value, or nothing but an empty text. */
  public static boolean isEmpty(JsonNode value) {
    List<JsonNode> all = all(value);
    return all.isEmpty()
        || (all.size() == 1 && all.get(0).isString() && all.get(0).stringValue().isEmpty());
  }

  /** Parses a whole number of 64 bits, decimal or hexadecimal after {@code &H}; null if it isn't one. */
  public static @Nullable Long integer(String text) {
    String trimmed = text.strip();
    try {
      return trimmed.regionMatches(true, 0, "&H", 0, 2)
          ? Long.parseUnsignedLong(trimmed.substring(2), 16)
          : (Long) Long.parseLong(trimmed);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Parses a number; null if it isn't one. */
  public static @Nullable BigDecimal number(String text) {
    String trimmed = text.strip();
    // Exponents aren't accepted, since the digits of 1E999999999 would fill the memory.
    if (trimmed.length() <= 100 && trimmed.matches("[+-]?\\d+(\\.\\d+)?")) {
      return new BigDecimal(trimmed);
    }
    Long hexadecimal = integer(trimmed);
    return hexadecimal == null ? null : BigDecimal.valueOf(hexadecimal);
  }

  /** True for the text {@code true} in any case and for a number other than 0, false if there is no value; null if it is neither true nor false. */
  public static @Nullable Boolean truth(JsonNode value) {
    String text = text(value);
    if (text == null || text.isEmpty()) {
      return false;
    }
    BigDecimal number = number(text);
    if (number != null) {
      return number.signum() != 0;
    }
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> null;
    };
  }
}
