package io.syncjobs.server.contract;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds out at little cost that a value follows a schema. Whatever it isn't sure of, it denies, and the validator decides, which takes about ten
 * times as long. Thread-safe.
 */
final class QuickCheck {

  /** Keywords that it knows. Those that begin with {@code x-} describe, except for the bounds of durations. */
  private static final Set<String> KEYWORDS = Set.of(
      "type",
      "nullable",
      "properties",
      "required",
      "additionalProperties",
      "items",
      "minItems",
      "maxItems",
      "enum",
      "pattern",
      "minLength",
      "maxLength",
      "minimum",
      "maximum",
      "format",
      "description",
      "readOnly",
      "example",
      "default");

  private static final Set<String> BOUNDS = Set.of(DurationBound.MINIMUM, DurationBound.MAXIMUM);

  private final JsonNode document;
  private final Map<String, Predicate<JsonNode>> byPointer = new ConcurrentHashMap<>();

  QuickCheck(JsonNode document) {
    this.document = document;
  }

  /** True if the value certainly follows the schema at a place of the document. */
  boolean holds(String pointer, JsonNode value) {
    return at(pointer).test(value);
  }

  private Predicate<JsonNode> at(String pointer) {
    Predicate<JsonNode> known = byPointer.get(pointer);
    if (known == null) {
      known = compile(document.at(pointer));
      byPointer.put(pointer, known);
    }
    return known;
  }

  private Predicate<JsonNode> compile(JsonNode schema) {
    JsonNode reference = schema.path("$ref");
    if (reference.isString()) {
      String pointer = reference.stringValue().substring(1);
      return value -> at(pointer).test(value); // Types can contain themselves.
    }
    boolean known = schema.propertyNames().stream()
        .allMatch(
            word -> KEYWORDS.contains(word) || (word.startsWith("x-") && !BOUNDS.contains(word)));
    if (!known) {
      return QuickCheck::unsure;
    }
    Predicate<JsonNode> test = switch (schema.path("type").asString("")) {
      case "string" -> string(schema);
      case "object" -> object(schema);
      case "array" -> array(schema);
      case "integer" -> within(schema, JsonNode::isIntegralNumber);
      case "number" -> within(schema, JsonNode::isNumber);
      case "boolean" -> schema.has("enum") ? QuickCheck::unsure : JsonNode::isBoolean;
      case "" ->
        schema.has("enum") || schema.has("properties") ? QuickCheck::unsure : value -> true;
      default -> QuickCheck::unsure;
    };
    boolean nullable = schema.path("nullable").asBoolean(false) && !schema.has("enum");
    return nullable ? value -> value.isNull() || test.test(value) : test;
  }

  /** Denies every value, so that the validator decides. */
  private static boolean unsure(JsonNode value) {
    return false;
  }

  private static Predicate<JsonNode> within(JsonNode schema, Predicate<JsonNode> type) {
    double least = schema.path("minimum").asDouble(-Double.MAX_VALUE);
    double most = schema.path("maximum").asDouble(Double.MAX_VALUE);
    return schema.has("enum")
        ? QuickCheck::unsure
        : value -> type.test(value) && value.asDouble() >= least && value.asDouble() <= most;
  }

  private static Predicate<JsonNode> string(JsonNode schema) {
    List<Predicate<String>> tests = new ArrayList<>();
    if (schema.has("enum")) {
      Set<String> values = new HashSet<>();
      schema.path("enum").forEach(value -> values.add(value.asString("")));
      tests.add(values::contains);
    }
    int least = schema.path("minLength").asInt(0);
    int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    // Counts units of UTF-16, of which a character has one or two.
    tests.add(text -> text.length() >= 2 * least || text.codePointCount(0, text.length()) >= least);
    tests.add(text -> text.length() <= most);
    if (schema.has("pattern")) {
      Pattern pattern = Pattern.compile(schema.path("pattern").stringValue());
      tests.add(text -> pattern.matcher(text).find());
    }
    switch (schema.path("format").asString("")) {
      case "" -> {}
      case "date-time" -> tests.add(TextForms::isUtcTime);
      case "duration" -> tests.add(TextForms::isDuration);
      case "uri" -> tests.add(QuickCheck::isUri);
      default -> {
        return QuickCheck::unsure;
      }
    }
    Predicate<String> all = new Repeated(tests.stream().reduce(Predicate::and).orElseThrow());
    return value -> value.isString() && all.test(value.stringValue());
  }

  /** Test of texts that remembers the last one that passed, since the entries of a list have many texts in common. */
  private static final class Repeated implements Predicate<String> {
    private final Predicate<String> test;

    /** Null at first. A race between threads only costs a test. */
    private @Nullable String passed;

    Repeated(Predicate<String> test) {
      this.test = test;
    }

    @Override
    public boolean test(String text) {
      if (text.equals(passed)) {
        return true;
      }
      boolean passes = test.test(text);
      if (passes) {
        passed = text;
      }
      return passes;
    }
  }

  private static boolean isUri(String text) {
    try {
      return new URI(text).isAbsolute();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private Predicate<JsonNode> array(JsonNode schema) {
    int least = schema.path("minItems").asInt(0);
    int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
    Predicate<JsonNode> item = compile(schema.path("items"));
    return value -> {
      if (!value.isArray() || value.size() < least || value.size() > most) {
        return false;
      }
      for (JsonNode each : value) {
        if (!item.test(each)) {
          return false;
        }
      }
      return true;
    };
  }

  private record Member(Predicate<JsonNode> test, boolean required) {}

  private Predicate<JsonNode> object(JsonNode schema) {
    Set<String> required = schema
        .path("required")
        .valueStream()
        .map(JsonNode::stringValue)
        .collect(Collectors.toSet());
    JsonNode others = schema.path("additionalProperties");
    Predicate<JsonNode> other =
        others.isObject() ? compile(others) : value -> others.asBoolean(true);
    Map<String, Member> members = new HashMap<>();
    required.forEach(name -> members.put(name, new Member(other, true)));
    schema
        .path("properties")
        .properties()
        .forEach(member -> members.put(
            member.getKey(),
            new Member(compile(member.getValue()), required.contains(member.getKey()))));
    Member undeclared = new Member(other, false);
    return value -> {
      if (!value.isObject()) {
        return false;
      }
      int missing = required.size();
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        Member member = members.getOrDefault(entry.getKey(), undeclared);
        if (!member.test().test(entry.getValue())) {
          return false;
        }
        if (member.required()) {
          missing--;
        }
      }
      return missing == 0;
    };
  }
}
