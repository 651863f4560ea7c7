package io.syncjobs.server.connector.scim;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes the attributes of SCIM resources (RFC 7643) by the flat names that schemas give them, such as {@code name.givenName},
 * {@code emails[type eq "work"].value} or {@code urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department}. The case of names doesn't
 * count. Stateless; a resource that is written belongs to one thread.
 */
public final class ScimDocument {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";

  /** Attributes whose plain values stand in objects, each in its {@code value} (RFC 7643 §4.1.2, §4.2). */
  private static final Set<String> MANY = Set.of(
      "emails",
      "phonenumbers",
      "ims",
      "photos",
      "entitlements",
      "roles",
      "x509certificates",
      "groups",
      "members");

  private ScimDocument() {}

  /**
   * The value of an attribute. Objects with a {@code value}, such as members, a manager or roles, stand for just that.
   *
   * @return a text, number or boolean, an array, or an object; a missing node if there is no such value, or the name can't be read
   */
  public static JsonNode value(JsonNode resource, String attribute) {
    return AttributeName.parse(attribute)
        .map(name -> value(resource, name))
        .orElse(MissingNode.getInstance());
  }

  static JsonNode value(JsonNode resource, AttributeName name) {
    JsonNode attribute = AttributeName.member(home(resource, name), name.name());
    if (!name.filter().isEmpty()) {
      return elements(attribute).stream()
          .filter(name::picks)
          .map(element -> part(element, name))
          .filter(value -> !value.isMissingNode())
          .findFirst()
          .orElse(MissingNode.getInstance());
    }
    if (attribute.isArray()) {
      ArrayNode values = JSON.arrayNode();
      for (JsonNode element : attribute) {
        JsonNode value = part(element, name);
        if (!value.isMissingNode()) {
          values.add(value);
        }
      }
      return values.isEmpty() ? MissingNode.getInstance() : values;
    }
    return part(attribute, name);
  }

  private static JsonNode part(JsonNode whole, AttributeName name) {
    String sub = name.sub();
    JsonNode part = sub == null ? whole : AttributeName.member(whole, sub);
    JsonNode significant = part.isObject() ? AttributeName.member(part, "value") : part;
    JsonNode value = significant.isMissingNode() ? part : significant;
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  private static JsonNode home(JsonNode resource, AttributeName name) {
    String urn = name.urn();
    return urn == null ? resource : AttributeName.member(resource, urn);
  }

  static List<JsonNode> elements(JsonNode attribute) {
    return attribute.isArray()
        ? attribute.valueStream().toList()
        : attribute.isObject() ? List.of(attribute) : List.of();
  }

  /**
   * A new resource with these values.
   *
   * @param type of the core schema, or any other one whose URN the names bring along
   * @throws IllegalArgumentException if a name can't be read
   */
  public static ObjectNode create(String type, Map<String, JsonNode> values) {
    ObjectNode resource = JSON.objectNode();
    resource.putArray("schemas").add(CORE + type);
    values.forEach((attribute, value) -> set(resource, attribute, value));
    return resource;
  }

  /**
   * Gives an attribute a value, and the resource what that needs: the object or element around it, with what the name picks it by, and the URN in its
   * {@code schemas}.
   *
   * @param value as {@link #value} gives it; null or missing takes the value away
   * @throws IllegalArgumentException if the name can't be read
   */
  public static void set(ObjectNode resource, String attribute, JsonNode value) {
    AttributeName name = AttributeName.parse(attribute)
        .orElseThrow(
            () -> new IllegalArgumentException("This is no name of an attribute: " + attribute));
    if (value.isNull() || value.isMissingNode()) {
      remove(resource, name);
      return;
    }
    String urn = name.urn();
    if (urn != null) {
      use(resource, urn);
    }
    ObjectNode home = urn == null ? resource : object(resource, urn);
    String member = AttributeName.spelling(home, name.name());
    String sub = name.sub();
    if (!name.filter().isEmpty()) {
      put(element(home, member, name), sub == null ? "value" : sub, name.typed(value));
    } else if (sub != null) {
      put(object(home, member), sub, name.typed(value));
    } else {
      home.set(member, whole(name, value));
    }
  }

  private static void use(ObjectNode resource, String urn) {
    ArrayNode schemas =
        resource.path("schemas") instanceof ArrayNode there ? there : resource.putArray("schemas");
    if (schemas.valueStream().noneMatch(schema -> urn.equalsIgnoreCase(schema.asString("")))) {
      schemas.add(urn);
    }
  }

  private static void remove(ObjectNode resource, AttributeName name) {
    if (!(home(resource, name) instanceof ObjectNode home)) {
      return;
    }
    String member = AttributeName.spelling(home, name.name());
    String sub = name.sub();
    if (name.filter().isEmpty() && sub == null) {
      home.remove(member);
    } else if (home.path(member) instanceof ArrayNode array) {
      array.removeIf(element -> name.picks(element)
          && (sub == null || emptied(element, sub, name.filter().size())));
    } else if (emptied(home.path(member), sub == null ? "value" : sub, 0)) {
      home.remove(member);
    }
    if (home.path(member) instanceof ArrayNode array && array.isEmpty()) {
      home.remove(member);
    }
  }

  /** Takes a member away, and says whether that leaves nothing but so many others. */
  private static boolean emptied(JsonNode object, String member, int others) {
    if (object instanceof ObjectNode node) {
      node.remove(AttributeName.spelling(node, member));
    }
    return object.size() <= others;
  }

  /** A value as it stands in a resource for an attribute that isn't picked or taken apart by its name. */
  static JsonNode whole(AttributeName name, JsonNode value) {
    if (name.isReference() && value.isValueNode()) {
      return JSON.objectNode().set("value", value);
    }
    if (!MANY.contains(name.name().toLowerCase(Locale.ROOT))) {
      return name.typed(value);
    }
    ArrayNode elements = JSON.arrayNode();
    for (JsonNode element : value.isArray() ? value : JSON.arrayNode().add(value)) {
      elements.add(element.isValueNode() ? JSON.objectNode().set("value", element) : element);
    }
    return elements;
  }

  /** An element that a name picks, with nothing but what it is picked by and a value. */
  static ObjectNode element(AttributeName name, JsonNode value) {
    ObjectNode element = JSON.objectNode();
    name.filter().forEach(element::set);
    String sub = name.sub();
    put(element, sub == null ? "value" : sub, name.typed(value));
    return element;
  }

  private static ObjectNode element(ObjectNode home, String member, AttributeName name) {
    ArrayNode array = home.path(member) instanceof ArrayNode there ? there : home.putArray(member);
    for (JsonNode element : array) {
      if (element instanceof ObjectNode object && name.picks(object)) {
        return object;
      }
    }
    ObjectNode element = array.addObject();
    name.filter().forEach(element::set);
    return element;
  }

  private static void put(ObjectNode object, String member, JsonNode value) {
    if (value instanceof ObjectNode whole && member.equals("value")) {
      object.setAll(whole);
    } else {
      object.set(AttributeName.spelling(object, member), value);
    }
  }

  private static ObjectNode object(ObjectNode parent, String name) {
    String member = AttributeName.spelling(parent, name);
    return parent.path(member) instanceof ObjectNode there ? there : parent.putObject(member);
  }
}
