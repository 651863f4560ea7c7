package io.syncjobs.server.mapping;

import io.syncjobs.server.mapping.expression.value.ExpressionException;
import io.syncjobs.server.mapping.expression.value.ExpressionException.Problem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/**
 * An attribute of the target by its definition in the schema; Graph's attributeDefinition.
 *
 * @param name name in the target's directory
 * @param type Graph's attributeType
 * @param multivalued true if it can have several values
 * @param caseExact true if texts that differ in case alone are different
 * @param flowsNull true if a missing value may clear it
 * @param readable true if the target returns its value; false for a password
 */
public record TargetAttribute(
    String name,
    String type,
    boolean multivalued,
    boolean caseExact,
    boolean flowsNull,
    boolean readable) {

  /** A whole number, of a directory of people maybe with zeros behind the point. */
  private static final Pattern WHOLE = Pattern.compile("([+-]?[0-9]{1,18})(?:\\.0*)?");

  /** An attribute without a definition. */
  static TargetAttribute undefined(String name) {
    return new TargetAttribute(
        name,
        name.equals("members") ? "Reference" : "String",
        name.equals("members"),
        false,
        false,
        seen(name));
  }

  /** Reads a definition. */
  static TargetAttribute of(JsonNode definition) {
    String name = definition.path("name").asString("");
    return new TargetAttribute(
        name,
        definition.path("type").asString("String"),
        definition.path("multivalued").asBoolean(false),
        definition.path("caseExact").asBoolean(false),
        definition.path("flowNullValues").asBoolean(false),
        seen(name) && !definition.path("mutability").asString("").equals("WriteOnly"));
  }

  private static boolean seen(String name) {
    return !name.equalsIgnoreCase("password");
  }

  /** True if its values are ids of other entries. */
  public boolean isReference() {
    return type.equals("Reference");
  }

  /**
   * Converts a value to the attribute's type. Directories of people that have no Booleans write 1 and 0.
   *
   * @throws ExpressionException if a value of a Boolean is neither true nor false, or one of an Integer no whole number
   */
  JsonNode convert(JsonNode value) {
    if (value instanceof ArrayNode values) {
      ArrayNode converted = JsonNodeFactory.instance.arrayNode();
      values.forEach(each -> converted.add(convertOne(each)));
      return multivalued || converted.size() != 1 ? converted : converted.get(0);
    }
    JsonNode converted = convertOne(value);
    return multivalued && !converted.isNull()
        ? JsonNodeFactory.instance.arrayNode().add(converted)
        : converted;
  }

  /** True if a value is one that is written for the attribute's type, as it is or as a text. */
  boolean accepts(JsonNode value) {
    String text = value.asString("");
    return text.isEmpty()
        || switch (type) {
          case "Boolean" -> text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
          case "Integer" -> WHOLE.matcher(text.strip()).matches();
          default -> true;
        };
  }

  private JsonNode convertOne(JsonNode value) {
    if (!value.isValueNode() || value.isNull()) {
      return value;
    }
    String text = value.asString("");
    return switch (type) {
      case "Boolean" -> BooleanNode.valueOf(truth(text));
      case "Integer" -> LongNode.valueOf(whole(text));
      default -> StringNode.valueOf(text);
    };
  }

  private long whole(String text) {
    Matcher number = WHOLE.matcher(text.strip());
    if (!number.matches()) {
      throw new ExpressionException(
          Problem.INVALID_VALUE,
          "The value for the attribute '%s' is no whole number, which its type Integer requires. Let the mapping give one, or nothing, for example with IIF."
              .formatted(name));
    }
    return Long.parseLong(number.group(1));
  }

  private boolean truth(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default ->
        throw new ExpressionException(
            Problem.INVALID_VALUE,
            "The value for the attribute '%s' is neither true nor false, which its type Boolean requires. Let the mapping give True or False, for example with Switch."
                .formatted(name));
    };
  }

  /** True if two values are equal for this attribute; the order of several values doesn't matter. */
  boolean same(JsonNode one, JsonNode other) {
    return values(one).equals(values(other));
  }

  /** True if a value contains all wanted values. */
  boolean has(JsonNode value, JsonNode wanted) {
    return values(value).containsAll(values(wanted));
  }

  /** The union of two values. */
  JsonNode both(JsonNode one, JsonNode other) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    list(one).forEach(all::add);
    Set<Object> known = values(one);
    list(other).stream().filter(value -> !known.contains(plain(value))).forEach(all::add);
    return all;
  }

  /** True if there is no value, or nothing but empty texts. */
  public static boolean isNone(JsonNode value) {
    return value.isMissingNode()
        || value.isNull()
        || (value.isArray() && value.valueStream().allMatch(TargetAttribute::isNone))
        || (value.isString() && value.stringValue().isEmpty());
  }

  private Set<Object> values(JsonNode value) {
    return list(value).stream().map(this::plain).collect(Collectors.toSet());
  }

  private static List<JsonNode> list(JsonNode value) {
    if (isNone(value)) {
      return List.of();
    }
    return value.isArray() ? value.valueStream().toList() : List.of(value);
  }

  private Object plain(JsonNode value) {
    if (!value.isValueNode()) {
      return value;
    }
    if (value.isNumber()) {
      return DecimalNode.valueOf(value.decimalValue()).decimalValue().stripTrailingZeros();
    }
    String text = value.asString("");
    if (type.equals("Integer") && text.matches("-?[0-9]{1,18}")) {
      return new BigDecimal(text).stripTrailingZeros();
    }
    return caseExact && !type.equals("Boolean") ? text : text.toLowerCase(Locale.ROOT);
  }
}
