package io.syncjobs.server.web.development.target;

import io.syncjobs.server.connector.scim.AttributeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Carries out PATCH requests on resources (RFC 7644 §3.5.2). Stateless. */
final class ScimPatches {

  private static final Set<String> READ_ONLY = Set.of("id", "meta");

  private ScimPatches() {}

  /**
   * Changes a resource.
   *
   * @throws ScimAnswer.ScimException if an operation can't be carried out; the resource may have changed by then
   */
  static void apply(ObjectNode resource, JsonNode message) {
    JsonNode operations = AttributeName.member(message, "Operations");
    if (!operations.isArray() || operations.isEmpty()) {
      throw new ScimAnswer.ScimException(
          400, "invalidSyntax", "A PATCH needs a list of Operations.");
    }
    for (JsonNode operation : operations) {
      String op = AttributeName.member(operation, "op").asString("").toLowerCase(Locale.ROOT);
      String path = path(AttributeName.member(operation, "path"));
      JsonNode value = AttributeName.member(operation, "value");
      if (!List.of("add", "replace", "remove").contains(op)) {
        throw new ScimAnswer.ScimException(
            400, "invalidSyntax", "The op must be add, replace or remove, not '" + op + "'.");
      }
      if (!path.isEmpty()) {
        apply(resource, op, path, value);
      } else if (op.equals("remove")) {
        throw new ScimAnswer.ScimException(400, "noTarget", "A remove needs a path.");
      } else if (!value.isObject()) {
        throw new ScimAnswer.ScimException(
            400, "invalidValue", "Without a path, the value must be an object.");
      } else {
        for (Map.Entry<String, JsonNode> member : value.properties()) {
          apply(resource, op, member.getKey(), member.getValue());
        }
      }
    }
  }

  private static String path(JsonNode path) {
    if (!path.isString() && !path.isMissingNode() && !path.isNull()) {
      throw new ScimAnswer.ScimException(400, "invalidPath", "The path must be a text.");
    }
    return path.asString("");
  }

  private static void apply(ObjectNode resource, String op, String path, JsonNode value) {
    if (resource.path(path) instanceof ObjectNode extension && path.startsWith("urn:")) {
      value.properties().forEach(member -> put(extension, op, member.getKey(), member.getValue()));
      return;
    }
    AttributeName name = AttributeName.parse(path)
        .orElseThrow(() -> new ScimAnswer.ScimException(
            400, "invalidPath", "The path '" + path + "' isn't valid."));
    if (name.urn() == null && READ_ONLY.contains(name.name().toLowerCase(Locale.ROOT))) {
      throw new ScimAnswer.ScimException(
          400, "mutability", "The service sets '" + name.name() + "'; it can't be changed.");
    }
    ObjectNode home = resource;
    if (name.urn() != null) {
      home = object(resource, AttributeName.spelling(resource, name.urn()));
      declare(resource, name.urn());
    }
    if (!name.filter().isEmpty()) {
      elements(home, op, name, value);
    } else if (name.sub() != null) {
      put(object(home, AttributeName.spelling(home, name.name())), op, name.sub(), value);
    } else {
      put(home, op, name.name(), value);
    }
  }

  private static void elements(ObjectNode home, String op, AttributeName name, JsonNode value) {
    String member = AttributeName.spelling(home, name.name());
    ArrayNode before = home.path(member) instanceof ArrayNode array ? array : home.putArray(member);
    ArrayNode after = JsonNodeFactory.instance.arrayNode();
    boolean picked = false;
    for (JsonNode element : before) {
      if (!name.picks(element)) {
        after.add(element);
        continue;
      }
      picked = true;
      if (element instanceof ObjectNode object && name.sub() != null) {
        put(object, op, name.sub(), value);
        after.add(object);
      } else if (!op.equals("remove")) {
        after.add(value);
      }
    }
    if (!picked && !op.equals("remove")) {
      if (name.sub() == null) {
        throw new ScimAnswer.ScimException(
            400, "noTarget", "No element matches the path '" + name.path() + "'.");
      }
      ObjectNode element = after.addObject();
      name.filter().forEach(element::set);
      element.set(name.sub(), value);
    }
    store(home, member, after);
  }

  private static void put(ObjectNode home, String op, String name, JsonNode value) {
    String member = AttributeName.spelling(home, name);
    JsonNode before = home.path(member);
    if (op.equals("remove") && value.isArray() && before.isArray()) {
      // Entra names the elements to remove by their values.
      ArrayNode left = JsonNodeFactory.instance.arrayNode();
      before.valueStream().filter(element -> !contains(value, element)).forEach(left::add);
      store(home, member, left);
    } else if (op.equals("remove") || value.isNull()) {
      home.remove(member);
    } else if (op.equals("add") && before instanceof ArrayNode array) {
      List<JsonNode> added =
          value.isArray() ? value.valueStream().toList() : new ArrayList<>(List.of(value));
      added.stream().filter(element -> !contains(array, element)).forEach(array::add);
    } else if (value.isObject() && before instanceof ObjectNode object) {
      value.properties().forEach(each -> put(object, op, each.getKey(), each.getValue()));
    } else {
      store(home, member, value);
    }
  }

  /** True if a list has an element, which its {@code value} identifies if it has one. */
  private static boolean contains(JsonNode list, JsonNode element) {
    JsonNode id = AttributeName.member(element, "value");
    JsonNode type = AttributeName.member(element, "type");
    return list.valueStream()
        .anyMatch(other -> id.isMissingNode()
            ? other.equals(element)
            : AttributeName.member(other, "value").equals(id)
                && (type.isMissingNode() || AttributeName.member(other, "type").equals(type)));
  }

  private static void store(ObjectNode home, String member, @Nullable JsonNode value) {
    if (value == null || (value.isArray() && value.isEmpty())) {
      home.remove(member);
    } else {
      home.set(member, value);
    }
  }

  private static ObjectNode object(ObjectNode home, String member) {
    return home.path(member) instanceof ObjectNode object ? object : home.putObject(member);
  }

  private static void declare(ObjectNode resource, String urn) {
    ArrayNode schemas =
        resource.path("schemas") instanceof ArrayNode array ? array : resource.putArray("schemas");
    if (schemas.valueStream().noneMatch(schema -> schema.asString("").equalsIgnoreCase(urn))) {
      schemas.add(urn);
    }
  }
}
