package io.syncjobs.server.web.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.server.web.hostile.Value.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Bodies for an operation: its examples, each with one change. */
final class Bodies {

  /**
   * A body.
   *
   * @param what the change
   * @param bytes content, one character for each byte
   * @param verdict verdict of the contract
   * @param target required target of a refusal; null if any
   */
  record Body(String what, String bytes, Verdict verdict, String target) {}

  private static final int DEEPEST = 5;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Values values;
  private final JsonNode content;
  private final int maxBytes;
  private final int maxDepth;
  private final List<ObjectNode> examples;
  private final List<Body> bodies = new ArrayList<>();

  private Bodies(Values values, JsonNode requestBody) {
    this.values = values;
    content = requestBody.path("content").iterator().next();
    maxBytes = requestBody.path("x-max-bytes").intValue();
    maxDepth = requestBody.path("x-max-depth").intValue();
    examples = content
        .path("examples")
        .valueStream()
        .map(example -> (ObjectNode) values.resolve(example).path("value"))
        .toList();
  }

  /** Derives all bodies for a request body of the contract. */
  static List<Body> of(Values values, JsonNode requestBody) {
    Bodies all = new Bodies(values, requestBody);
    all.broken();
    for (ObjectNode example : all.examples) {
      all.add("an example", example, Verdict.GOOD, "");
    }
    all.members(all.content.path("schema"), new ArrayList<>());
    return all.bodies;
  }

  /** Adds bodies that aren't a JSON object within the limits. */
  private void broken() {
    String good = examples.get(0).toString();
    bodies.add(new Body("nothing", "", Verdict.OPEN, ""));
    Stream.of(
            "{",
            good.substring(0, good.length() - 1),
            good + good,
            good + "x",
            "\uFEFF" + good,
            good.replaceFirst("\\{", "{,"),
            good.replaceFirst("\\{", "{\"a\":1,\"a\":2,"),
            good.replaceFirst("\\{", "{\"a@b\":NaN,"),
            good.replaceFirst("\\{", "{\"a@b\":01,"),
            good.replaceFirst("\\{", "{/**/"),
            "{\"a@b\":" + "[".repeat(maxDepth) + "]".repeat(maxDepth) + "}",
            "[".repeat(100_000))
        .forEach(text -> bodies.add(new Body("broken", utf8(text), Verdict.BAD, "")));
    bodies.add(new Body("UTF-16", new String(good.getBytes(UTF_16), ISO_8859_1), Verdict.BAD, ""));
    bodies.add(new Body("not UTF-8", "{\"\u00C0\":1}", Verdict.BAD, ""));
    for (String other : List.of("[]", "1", "\"x\"", "true", "null", "[" + good + "]")) {
      bodies.add(new Body("no object", utf8(other), Verdict.BAD, ""));
    }
    bodies.add(new Body("as long as allowed", padded(good, maxBytes), Verdict.GOOD, ""));
    bodies.add(new Body("too long", padded(good, maxBytes + 1), Verdict.BAD, ""));
  }

  private static String utf8(String text) {
    // Half of a surrogate pair can only be sent as an escape.
    String sendable = text.replaceAll("\\p{Cs}", "\\\\ud83d");
    return new String(sendable.getBytes(UTF_8), ISO_8859_1);
  }

  private static String padded(String json, int bytes) {
    String wire = utf8(json);
    return wire + " ".repeat(bytes - wire.length());
  }

  /** Changes each member of an object schema, which stands at a place below the root. */
  private void members(JsonNode unresolved, List<Object> place) {
    JsonNode schema = values.resolve(unresolved);
    if (place.size() > DEEPEST) {
      return;
    }
    if (!schema.path("additionalProperties").asBoolean(true)
        || schema.path("x-closed-in-requests").asBoolean(false)) {
      change("an unknown member", with(place, "nobodyKnowsThis"), JSON.readTree("1"), Verdict.BAD);
    }
    // The members of a map, such as the headers of a request in a batch, have names of any form.
    Verdict annotated = schema.path("additionalProperties").isObject() ? Verdict.BAD : Verdict.GOOD;
    change("a name with NUL", with(place, "\0@y.z"), JSON.readTree("1"), Verdict.BAD);
    change("an annotation", with(place, "x@y.z"), JSON.readTree("{\"a\":[1]}"), annotated);
    for (JsonNode required : schema.path("required")) {
      remove(with(place, required.stringValue()));
    }
    for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
      List<Object> at = with(place, member.getKey());
      JsonNode its = values.resolve(member.getValue());
      for (Value value : values.of(its)) {
        change(value.what(), at, value.json(), value.verdict());
      }
      unstorable(its, at);
      String type = its.path("type").asString("");
      if (type.equals("object")) {
        members(its, at);
      } else if (type.equals("array")) {
        JsonNode item = values.resolve(its.path("items"));
        List<Object> first = with(at, 0);
        if (item.path("type").asString("").equals("object")) {
          members(item, first);
        }
        for (Value value : values.of(item)) {
          change("an item " + value.what(), first, value.json(), value.verdict());
        }
        unstorable(item, first);
      }
    }
  }

  private void unstorable(JsonNode schema, List<Object> at) {
    if (schema.path("type").asString("").equals("string")) {
      change("half a surrogate pair", at, JSON.readTree("\"a\\ud83d\""), Verdict.BAD);
      change("after half a surrogate pair", at, JSON.readTree("\"\\ude00b\""), Verdict.BAD);
      change("with NUL", at, JSON.readTree("\"a\\u0000b\""), Verdict.BAD);
    }
  }

  private static List<Object> with(List<Object> place, Object next) {
    List<Object> longer = new ArrayList<>(place);
    longer.add(next);
    return longer;
  }

  private void change(String what, List<Object> place, JsonNode value, Verdict verdict) {
    ObjectNode body = examples.get(bodies.size() % examples.size()).deepCopy();
    Object last = place.get(place.size() - 1);
    JsonNode holder = holder(body, place);
    if (holder instanceof ObjectNode object) {
      object.set((String) last, value);
    } else {
      ((ArrayNode) holder).removeAll().add(value);
    }
    add(what, body, verdict, path(place));
  }

  private void remove(List<Object> place) {
    ObjectNode body = examples.get(0).deepCopy();
    ((ObjectNode) holder(body, place)).remove((String) place.get(place.size() - 1));
    add("without what is required", body, Verdict.BAD, path(place));
  }

  /** Returns the object or array with the last step of a path; creates missing ones with the smallest values. */
  private JsonNode holder(ObjectNode body, List<Object> place) {
    JsonNode holder = body;
    JsonNode schema = values.resolve(content.path("schema"));
    for (Object step : place.subList(0, place.size() - 1)) {
      schema = values.resolve(
          step instanceof String name
              ? schema.path("properties").path(name)
              : schema.path("items"));
      JsonNode next = step instanceof String name ? holder.path(name) : holder.path(0);
      boolean array = schema.path("type").asString("").equals("array");
      if (array ? !next.isArray() : !next.isObject()) {
        next = array
            ? JsonNodeFactory.instance.arrayNode()
            : values.smallest(schema).deepCopy();
        if (holder instanceof ObjectNode object) {
          object.set((String) step, next);
        } else {
          ((ArrayNode) holder).removeAll().add(next);
        }
      } else if (array) {
        ((ArrayNode) next).removeAll();
      }
      holder = next;
    }
    return holder;
  }

  private static String path(List<Object> place) {
    return String.join("/", place.stream().map(Object::toString).toList()).replace('\0', '\uFFFD');
  }

  private void add(String what, JsonNode body, Verdict verdict, String target) {
    bodies.add(new Body(target + " " + what, utf8(body.toString()), verdict, target));
  }
}
