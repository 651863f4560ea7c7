package io.syncjobs.server.web.hostile;

import io.syncjobs.server.web.hostile.Value.Verdict;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values for a schema of the contract: at and beyond every limit, of other types, and with content that has broken other programs. */
final class Values {

  /** Content that has broken parsers, queries, pages and logs of other programs. */
  static final List<String> NASTY = List.of(
      "' OR '1'='1",
      "'; DROP TABLE jobs; --",
      "\" onload=\"alert(1)",
      "<script>alert(1)</script>",
      "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>&e;",
      "${jndi:ldap://localhost/a}",
      "#{7*7}${7*7}{{7*7}}",
      "../../../../etc/passwd",
      "..\\..\\windows",
      "%00%0d%0aSet-Cookie: a=b",
      "a\r\nX-Injected: b",
      "\u0000",
      "\u202Eevil\u202C",
      "e\u0301\u0301\u0301\u0301",
      "\uD83D\uDE00\uD83C\uDFF4\u200D\u2620\uFE0F",
      "\uFEFF",
      "\uFFFF",
      "İıſK",
      "$(id)`id`",
      "a eq b) or (1 eq 1",
      "9".repeat(400),
      "-1",
      "null",
      "[]",
      " ",
      "");

  /** Bytes of a body. Longer texts are refused with it, before anybody knows where they are. */
  private static final int LONGEST_BODY = 10 << 20;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<JsonNode> OF_EVERY_TYPE = List.of(
      NODES.stringNode("text"),
      NODES.numberNode(7),
      NODES.numberNode(7.5),
      NODES.booleanNode(true),
      NODES.arrayNode().add("x").add(1),
      NODES.objectNode().put("x@y", 1),
      NODES.nullNode());

  private final JsonNode document;

  Values(JsonNode document) {
    this.document = document;
  }

  /** Resolves a reference to a schema. */
  JsonNode resolve(JsonNode schema) {
    String reference = schema.path("$ref").asString("");
    return reference.isEmpty() ? schema : resolve(document.at(reference.substring(1)));
  }

  /** Returns the smallest valid value. */
  JsonNode smallest(JsonNode unresolved) {
    JsonNode schema = resolve(unresolved);
    if (schema.has("enum")) {
      return schema.path("enum").path(0);
    }
    if (schema.has("example")) {
      return schema.path("example");
    }
    return switch (schema.path("type").asString("")) {
      case "object" -> {
        ObjectNode object = NODES.objectNode();
        for (JsonNode name : schema.path("required")) {
          object.set(
              name.stringValue(), smallest(schema.path("properties").path(name.stringValue())));
        }
        yield object;
      }
      case "array" -> {
        ArrayNode array = NODES.arrayNode();
        for (int i = 0; i < schema.path("minItems").asInt(0); i++) {
          array.add(smallest(schema.path("items")));
        }
        yield array;
      }
      case "string" -> NODES.stringNode("a".repeat(schema.path("minLength").asInt(0)));
      case "boolean" -> NODES.booleanNode(false);
      default -> NODES.numberNode(Math.max(0, schema.path("minimum").asLong(0)));
    };
  }

  /** Derives values for a schema, one for each kind of change. */
  List<Value> of(JsonNode unresolved) {
    JsonNode schema = resolve(unresolved);
    List<Value> values = new ArrayList<>(otherTypes(schema));
    switch (schema.path("type").asString("")) {
      case "string" -> texts(schema, values);
      case "integer", "number" -> numbers(schema, values);
      case "array" -> arrays(schema, values);
      default -> {}
    }
    return values;
  }

  private List<Value> otherTypes(JsonNode schema) {
    String type = schema.path("type").asString("");
    return OF_EVERY_TYPE.stream()
        .filter(value -> !fits(type, value))
        .map(value -> new Value(
            "of another type: " + value,
            value,
            type.isEmpty()
                ? Verdict.OPEN
                : value.isNull() && schema.path("nullable").asBoolean(false)
                    ? Verdict.GOOD
                    : Verdict.BAD))
        .toList();
  }

  private static boolean fits(String type, JsonNode value) {
    return switch (type) {
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "array" -> value.isArray();
      case "object" -> value.isObject();
      default -> false;
    };
  }

  private static void texts(JsonNode schema, List<Value> values) {
    for (JsonNode member : schema.path("enum")) {
      values.add(new Value("a value of the enumeration", member, Verdict.GOOD));
    }
    int min = schema.path("minLength").asInt(0);
    int max = schema.path("maxLength").asInt(-1);
    if (min > 0) {
      values.add(text("one shorter than allowed", "a".repeat(min - 1), schema, Verdict.BAD));
    }
    if (max >= 0 && max < LONGEST_BODY) {
      values.add(text("as long as allowed", "a".repeat(max), schema, Verdict.GOOD));
      values.add(text("one longer than allowed", "a".repeat(max + 1), schema, Verdict.BAD));
      values.add(text(
          "as long as allowed, in astral letters",
          "\uD83D\uDE00".repeat(max),
          schema,
          Verdict.OPEN));
    }
    for (String nasty : NASTY) {
      Verdict verdict =
          nasty.length() < min || (max >= 0 && nasty.length() > max) ? Verdict.OPEN : Verdict.GOOD;
      values.add(
          nasty.equals("\u0000")
              ? text("NUL", nasty, schema, Verdict.BAD)
              : text("nasty", nasty, schema, verdict));
    }
  }

  /** Texts are good only if pattern and enumeration allow them as well. */
  private static Value text(String what, String text, JsonNode schema, Verdict verdict) {
    boolean matches = !schema.has("pattern")
        || Pattern.compile(schema.path("pattern").stringValue()).matcher(text).find();
    boolean listed = !schema.has("enum")
        || schema.path("enum").valueStream().anyMatch(each -> each.asString("").equals(text));
    boolean outside = !matches || !listed;
    boolean further = schema.has("format") || schema.has("x-max-duration");
    Verdict all = verdict;
    if (outside && verdict == Verdict.GOOD) {
      all = Verdict.BAD;
    } else if (verdict != Verdict.BAD && (outside || further)) {
      all = Verdict.OPEN;
    }
    return new Value(what, NODES.stringNode(text), all);
  }

  private static void numbers(JsonNode schema, List<Value> values) {
    if (schema.has("minimum")) {
      BigInteger min = schema.path("minimum").bigIntegerValue();
      values.add(new Value("as small as allowed", NODES.numberNode(min), Verdict.GOOD));
      values.add(new Value(
          "one less than allowed", NODES.numberNode(min.subtract(BigInteger.ONE)), Verdict.BAD));
    }
    if (schema.has("maximum")) {
      BigInteger max = schema.path("maximum").bigIntegerValue();
      values.add(new Value("as great as allowed", NODES.numberNode(max), Verdict.GOOD));
      values.add(new Value(
          "one more than allowed", NODES.numberNode(max.add(BigInteger.ONE)), Verdict.BAD));
    }
    values.add(new Value(
        "an enormous number", NODES.numberNode(new BigInteger("9".repeat(300))), Verdict.OPEN));
    values.add(new Value("a tiny number", NODES.numberNode(1e-300), Verdict.OPEN));
  }

  private void arrays(JsonNode schema, List<Value> values) {
    JsonNode item = smallest(schema.path("items"));
    int max = schema.path("maxItems").asInt(-1);
    if (max >= 0) {
      ArrayNode tooMany = NODES.arrayNode();
      for (int i = 0; i <= max; i++) {
        tooMany.add(item);
      }
      values.add(new Value("one item more than allowed", tooMany, Verdict.BAD));
    }
    if (schema.path("minItems").asInt(0) > 0) {
      values.add(new Value("no item", NODES.arrayNode(), Verdict.BAD));
    } else {
      values.add(new Value("no item", NODES.arrayNode(), Verdict.GOOD));
    }
  }
}
