package io.syncjobs.server.contract;

import com.networknt.schema.Error;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Describes what a schema requires of a value and which value it got. The validator's own messages show neither the value nor both bounds. */
final class Requirement {

  private static final Map<String, String> FORMATS = Map.of(
      "date-time", "an RFC 3339 time, such as 2030-01-31T00:00:00Z",
      "duration", "an ISO 8601 duration, such as PT40M",
      "uri", "a URI, such as https://example.com/scim");

  private final String keyword;
  private final JsonNode schema;
  private final JsonNode value;

  /**
   * Describes an error of the validator.
   *
   * @param schema schema that holds the violated keyword
   * @param whole value that has the violation at its place, as the caller sent it
   */
  Requirement(Error error, JsonNode schema, JsonNode whole) {
    this.keyword = error.getKeyword();
    this.schema = schema;
    this.value = whole.at(error.getInstanceLocation().toString());
  }

  /**
   * Predicate of a sentence whose subject is the place of the value.
   *
   * @param showValue false for bodies with secrets, of which some members are none
   */
  String words(boolean showValue) {
    return wanted() + (showValue || !schema.path("x-secret").asBoolean(true) ? found() : "") + ".";
  }

  private String wanted() {
    return switch (keyword) {
      case "type" -> "must be " + type(schema.path("type").asString(""));
      case "enum" ->
        "must be one of "
            + schema
                .path("enum")
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.joining(", "));
      case "minLength", "maxLength" ->
        hasOneLength()
            ? "must be " + form()
            : "must have " + amount("minLength", "maxLength", "character");
      case "minItems", "maxItems" -> "must have " + amount("minItems", "maxItems", "item");
      case "minimum", "maximum" -> "must be " + range("minimum", "maximum");
      case DurationBound.MINIMUM, DurationBound.MAXIMUM ->
        "must be " + range(DurationBound.MINIMUM, DurationBound.MAXIMUM);
      default -> "must be " + form();
    };
  }

  private String found() {
    return switch (keyword) {
      case "minLength", "maxLength" ->
        hasOneLength()
            ? ", not " + Quoted.value(value)
            : ", not " + length() + ": " + Quoted.value(value);
      case "minItems", "maxItems" -> ", not " + value.size();
      default -> ", not " + Quoted.value(value);
    };
  }

  /** True if only texts of one length are allowed, whose form says more. */
  private boolean hasOneLength() {
    return schema.path("minLength").equals(schema.path("maxLength"));
  }

  private int length() {
    String text = value.asString("");
    return text.codePointCount(0, text.length());
  }

  private String form() {
    String format = schema.path("format").asString("");
    return schema
        .path("x-form")
        .asString(FORMATS.getOrDefault(format, "a value of the form that the contract describes"));
  }

  private String range(String least, String most) {
    String from = schema.path(least).asString("");
    String to = schema.path(most).asString("");
    if (from.isEmpty()) {
      return "at most " + to;
    }
    return to.isEmpty() ? "at least " + from : "from " + from + " to " + to;
  }

  private String amount(String least, String most, String unit) {
    String last = schema.path(schema.has(most) ? most : least).asString("");
    String units = last.equals("1") ? unit : unit + "s";
    return schema.path(least).equals(schema.path(most))
        ? "exactly " + last + " " + units
        : range(least, most) + " " + units;
  }

  private static String type(String name) {
    return switch (name) {
      case "object", "array", "integer" -> "an " + name;
      default -> "a " + name;
    };
  }
}
