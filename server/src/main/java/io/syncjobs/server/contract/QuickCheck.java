package io.syncjobs.server.contract;

import io.syncjobs.server.contract.Form.Items;
import io.syncjobs.server.contract.Form.Member;
import io.syncjobs.server.contract.Form.Members;
import io.syncjobs.server.contract.Form.Numbers;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Map<String, Form> ready = new ConcurrentHashMap<>();

  /** Forms by place, which are begun before they are complete, because types can contain themselves. Guarded by this. */
  private final Map<String, Form> begun = new HashMap<>();

  QuickCheck(JsonNode document) {
    this.document = document;
  }

  /** True if the value certainly follows the schema at a place of the document. */
  boolean holds(String pointer, JsonNode value) {
    return form(pointer).allows(value);
  }

  /** Values that the schema at a place of the document certainly allows. */
  Form form(String pointer) {
    Form known = ready.get(pointer);
    if (known == null) {
      known = compiled(pointer);
      ready.put(pointer, known);
    }
    return known;
  }

  private synchronized Form compiled(String pointer) {
    return at(pointer);
  }

  private Form at(String pointer) {
    Form known = begun.get(pointer);
    if (known == null) {
      JsonNode schema = document.at(pointer);
      if (schema.has("$ref")) {
        known = compile(schema);
        begun.put(pointer, known);
      } else {
        known = new Form();
        begun.put(pointer, known);
        complete(known, schema);
      }
    }
    return known;
  }

  private Form compile(JsonNode schema) {
    JsonNode reference = schema.path("$ref");
    if (reference.isString()) {
      return at(reference.stringValue().substring(1));
    }
    Form form = new Form();
    complete(form, schema);
    return form;
  }

  /** Sets what a form allows. It stays without anything if the schema has a keyword that isn't known. */
  private void complete(Form form, JsonNode schema) {
    boolean known = schema.propertyNames().stream()
        .allMatch(
            word -> KEYWORDS.contains(word) || (word.startsWith("x-") && !BOUNDS.contains(word)));
    if (!known) {
      return;
    }
    boolean chosen = schema.has("enum");
    form.nullable = schema.path("nullable").asBoolean(false) && !chosen;
    switch (schema.path("type").asString("")) {
      case "string" -> form.texts = Texts.of(schema);
      case "object" -> form.members = members(schema);
      case "array" -> form.items = items(schema);
      case "integer" -> form.numbers = chosen ? null : numbers(schema, true);
      case "number" -> form.numbers = chosen ? null : numbers(schema, false);
      case "boolean" -> form.truth = !chosen;
      case "" -> {
        if (!chosen && !schema.has("properties")) {
          form.allowAll();
        }
      }
      default -> {}
    }
  }

  private static Numbers numbers(JsonNode schema, boolean whole) {
    return new Numbers(
        whole,
        schema.path("minimum").asDouble(-Double.MAX_VALUE),
        schema.path("maximum").asDouble(Double.MAX_VALUE));
  }

  private Items items(JsonNode schema) {
    return new Items(
        compile(schema.path("items")),
        schema.path("minItems").asInt(0),
        schema.path("maxItems").asInt(Integer.MAX_VALUE));
  }

  /** Members of a type; null if more of them are required than a set of bits holds. */
  private @Nullable Members members(JsonNode schema) {
    Set<String> required = new LinkedHashSet<>();
    schema.path("required").forEach(name -> required.add(name.stringValue()));
    if (required.size() > Long.SIZE) {
      return null;
    }
    JsonNode others = schema.path("additionalProperties");
    Form other =
        others.isObject() ? compile(others) : others.asBoolean(true) ? Form.ANY : Form.NONE;
    Map<String, Form> forms = new HashMap<>();
    required.forEach(name -> forms.put(name, other));
    schema
        .path("properties")
        .properties()
        .forEach(member -> forms.put(member.getKey(), compile(member.getValue())));
    Map<String, Member> members = new HashMap<>();
    long all = 0;
    for (String name : required) {
      long bit = Long.highestOneBit(all) == 0 ? 1 : Long.highestOneBit(all) << 1;
      all |= bit;
      members.put(name, new Member(forms.getOrDefault(name, other), bit));
    }
    forms.forEach((name, form) -> members.putIfAbsent(name, new Member(form, 0)));
    return new Members(members, all, new Member(other, 0));
  }
}
