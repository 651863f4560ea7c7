package io.syncjobs.server.contract;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Writes values of enumerations in the case of the contract. Graph ignores their case, and older SDKs send {@code active} for {@code Active}.
 * Thread-safe.
 */
final class ValueCases {

  static final String FLAGS = "x-flags";

  private final JsonNode document;
  private final Map<String, UnaryOperator<JsonNode>> byPointer = new ConcurrentHashMap<>();

  ValueCases(JsonNode document) {
    this.document = document;
  }

  /**
   * Corrects a value, whose objects and lists it changes.
   *
   * @param pointer place of the value's schema in the document
   */
  JsonNode correct(String pointer, JsonNode value) {
    return at(pointer).apply(value);
  }

  private UnaryOperator<JsonNode> at(String pointer) {
    UnaryOperator<JsonNode> known = byPointer.get(pointer);
    if (known == null) {
      known = compile(document.at(pointer));
      byPointer.put(pointer, known);
    }
    return known;
  }

  private UnaryOperator<JsonNode> compile(JsonNode schema) {
    JsonNode reference = schema.path("$ref");
    if (reference.isString()) {
      String pointer = reference.stringValue().substring(1);
      return value -> at(pointer).apply(value); // Types can contain themselves.
    }
    if (schema.has(FLAGS)) {
      UnaryOperator<String> name = names(schema.path(FLAGS));
      return texts(text -> Arrays.stream(text.split(",", -1))
          .map(
              part -> part.startsWith(" ") ? " " + name.apply(part.substring(1)) : name.apply(part))
          .collect(Collectors.joining(",")));
    }
    if (schema.has("enum")) {
      return texts(names(schema.path("enum")));
    }
    if (schema.has("items")) {
      return array(compile(schema.path("items")));
    }
    return schema.has("properties") || schema.path("additionalProperties").isObject()
        ? object(schema)
        : UnaryOperator.identity();
  }

  private static UnaryOperator<String> names(JsonNode list) {
    List<String> all =
        list.valueStream().filter(JsonNode::isString).map(JsonNode::stringValue).toList();
    Set<String> exact = new HashSet<>(all);
    Map<String, String> folded = new HashMap<>();
    all.forEach(name -> folded.putIfAbsent(name.toLowerCase(Locale.ROOT), name));
    return text ->
        exact.contains(text) ? text : folded.getOrDefault(text.toLowerCase(Locale.ROOT), text);
  }

  private static UnaryOperator<JsonNode> texts(UnaryOperator<String> correction) {
    return value ->
        value.isString() ? StringNode.valueOf(correction.apply(value.stringValue())) : value;
  }

  private static UnaryOperator<JsonNode> array(UnaryOperator<JsonNode> item) {
    return value -> {
      if (value instanceof ArrayNode list) {
        for (int i = 0; i < list.size(); i++) {
          list.set(i, item.apply(list.get(i)));
        }
      }
      return value;
    };
  }

  private UnaryOperator<JsonNode> object(JsonNode schema) {
    Map<String, UnaryOperator<JsonNode>> members = new HashMap<>();
    schema
        .path("properties")
        .properties()
        .forEach(member -> members.put(member.getKey(), compile(member.getValue())));
    @Nullable
    UnaryOperator<JsonNode> others = schema.path("additionalProperties").isObject()
        ? compile(schema.path("additionalProperties"))
        : null;
    return value -> {
      if (value instanceof ObjectNode object) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
          UnaryOperator<JsonNode> correction = members.getOrDefault(member.getKey(), others);
          if (correction != null) {
            object.set(member.getKey(), correction.apply(member.getValue()));
          }
        }
      }
      return value;
    };
  }
}
