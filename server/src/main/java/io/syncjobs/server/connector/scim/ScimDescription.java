package io.syncjobs.server.connector.scim;

import io.syncjobs.server.connector.scim.DiscoveredObject.Attribute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the documents in which a SCIM service describes its resources (RFC 7643 §6 and §7). */
final class ScimDescription {

  private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";
  private static final String EXTENSION = "urn:ietf:params:scim:schemas:extension:";

  /** Object types and attributes beyond these are left out, so that no document yields an answer of any size. */
  private static final int MAX_OBJECTS = 100;

  private static final int MAX_ATTRIBUTES = 2000;

  /** Sub-attributes that no mapping writes to: the name of an element and what the service derives. */
  private static final Set<String> DERIVED = Set.of("type", "primary", "display", "$ref");

  /** Attributes that every resource has and no schema lists (RFC 7643 §3.1). */
  private static final List<Attribute> COMMON = List.of(
      new Attribute("id", "String", "ReadOnly", false, true, true, List.of()),
      new Attribute("externalId", "String", "ReadWrite", false, false, true, List.of()));

  private final Map<String, JsonNode> schemas = new LinkedHashMap<>();

  private ScimDescription(JsonNode schemas) {
    for (JsonNode schema : schemas) {
      this.schemas.putIfAbsent(key(text(schema, "id")), schema);
    }
  }

  /**
   * Reads object types.
   *
   * @param schemas list of the service's schemas
   * @param types list of its resource types; empty if it has none, so that they follow from the names of the schemas
   */
  static List<DiscoveredObject> read(JsonNode schemas, JsonNode types) {
    ScimDescription description = new ScimDescription(schemas);
    return (types.isEmpty() ? description.typesByName() : description.types(types))
        .entrySet().stream()
            .filter(type -> isName(type.getKey()))
            .limit(MAX_OBJECTS)
            .map(type ->
                new DiscoveredObject(type.getKey(), description.attributes(type.getValue())))
            .toList();
  }

  /** Schemas of each resource type, the main one first. */
  private Map<String, List<String>> types(JsonNode types) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (JsonNode type : types) {
      List<String> urns = new ArrayList<>(List.of(text(type, "schema")));
      AttributeName.member(type, "schemaExtensions")
          .forEach(extension -> urns.add(text(extension, "schema")));
      found.putIfAbsent(text(type, "name"), urns);
    }
    return found;
  }

  private Map<String, List<String>> typesByName() {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (String urn : schemas.keySet()) {
      String name = text(schemas.get(urn), "id");
      name = name.substring(name.lastIndexOf(':') + 1);
      if (name.equals("User") || name.equals("Group")) {
        List<String> urns = found.computeIfAbsent(name, type -> new ArrayList<>());
        urns.add(urn.startsWith(EXTENSION) ? urns.size() : 0, urn);
      }
    }
    return found;
  }

  private List<Attribute> attributes(List<String> urns) {
    Map<String, Attribute> found = new LinkedHashMap<>();
    COMMON.forEach(attribute -> found.put(key(attribute.name()), attribute));
    for (int i = 0; i < urns.size(); i++) {
      String urn = urns.get(i);
      JsonNode schema = schemas.get(key(urn));
      String prefix = i == 0 || urn.startsWith(CORE) ? "" : urn + ":";
      if (schema != null) {
        AttributeName.member(schema, "attributes")
            .valueStream()
            .filter(attribute -> isName(text(attribute, "name")))
            .flatMap(attribute -> flat(prefix, attribute))
            .limit(MAX_ATTRIBUTES)
            .filter(attribute -> AttributeName.parse(attribute.name()).isPresent())
            .forEach(attribute -> found.putIfAbsent(key(attribute.name()), attribute));
      }
    }
    return found.values().stream().limit(MAX_ATTRIBUTES).toList();
  }

  /** Attributes with flat names in place of one that may have others within it. */
  private static Stream<Attribute> flat(String prefix, JsonNode attribute) {
    String name = prefix + text(attribute, "name");
    List<JsonNode> parts = AttributeName.member(attribute, "subAttributes")
        .valueStream()
        .filter(part -> isName(text(part, "name")))
        .toList();
    if (parts.isEmpty()) {
      return isComplex(attribute) ? Stream.of() : Stream.of(attribute(name, attribute, attribute));
    }
    boolean several = is(attribute, "multiValued");
    JsonNode reference = part(parts, "$ref");
    if (reference != null && (several || name.toLowerCase(Locale.ROOT).endsWith("manager"))) {
      return Stream.of(reference(name, attribute, reference));
    }
    List<JsonNode> values = parts.stream()
        .filter(part -> !isComplex(part) && !DERIVED.contains(key(text(part, "name"))))
        .toList();
    if (!several) {
      return values.stream()
          .map(part -> attribute(name + "." + text(part, "name"), part, attribute));
    }
    JsonNode type = part(parts, "type");
    return (type == null ? Stream.<JsonNode>of() : elements(type))
        .flatMap(element -> values.stream()
            .map(part -> attribute(
                "%s[type eq \"%s\"].%s".formatted(name, element.asString(), text(part, "name")),
                part,
                attribute)));
  }

  /** Names by which mappings pick an element of a list. A list without them has no elements that could be named. */
  private static Stream<JsonNode> elements(JsonNode type) {
    return AttributeName.member(type, "canonicalValues")
        .valueStream()
        .filter(value -> isName(value.asString("")));
  }

  private static Attribute reference(String name, JsonNode attribute, JsonNode reference) {
    return new Attribute(
        name,
        "Reference",
        mutability(attribute),
        is(attribute, "multiValued"),
        is(attribute, "required"),
        false,
        AttributeName.member(reference, "referenceTypes")
            .valueStream()
            .map(type -> type.asString(""))
            .filter(ScimDescription::isName)
            .limit(MAX_OBJECTS)
            .toList());
  }

  /**
   * Describes an attribute or sub-attribute.
   *
   * @param whole attribute that it is or belongs to
   */
  private static Attribute attribute(String name, JsonNode described, JsonNode whole) {
    return new Attribute(
        name,
        switch (key(text(described, "type"))) {
          case "boolean" -> "Boolean";
          case "integer" -> "Integer";
          case "datetime" -> "DateTime";
          case "binary" -> "Binary";
          default -> "String";
        },
        mutability(described),
        is(described, "multiValued"),
        is(described, "required") && is(whole, "required"),
        is(described, "caseExact"),
        List.of());
  }

  private static String mutability(JsonNode attribute) {
    return switch (key(text(attribute, "mutability"))) {
      case "readonly" -> "ReadOnly";
      case "immutable" -> "Immutable";
      case "writeonly" -> "WriteOnly";
      default -> "ReadWrite";
    };
  }

  private static @Nullable JsonNode part(List<JsonNode> parts, String name) {
    return parts.stream()
        .filter(part -> text(part, "name").equalsIgnoreCase(name))
        .findFirst()
        .orElse(null);
  }

  private static boolean isComplex(JsonNode attribute) {
    return text(attribute, "type").equalsIgnoreCase("complex");
  }

  /** True for names that a flat name can contain. */
  private static boolean isName(String text) {
    return text.matches("[$A-Za-z][\\w-]{0,99}");
  }

  private static boolean is(JsonNode holder, String member) {
    return AttributeName.member(holder, member).asBoolean(false);
  }

  private static String text(JsonNode holder, String member) {
    return AttributeName.member(holder, member).asString("");
  }

  /** Folds the case of a name, which SCIM ignores. */
  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
