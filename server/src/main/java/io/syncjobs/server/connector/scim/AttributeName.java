package io.syncjobs.server.connector.scim;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The flat name that a schema gives to an attribute of SCIM resources, in its parts: {@code urn:name[filter].sub}.
 *
 * @param urn of the extension that the attribute is in; null for the core schema
 * @param name of the attribute
 * @param filter the values of sub-attributes by which an element of many is picked; empty if none is
 * @param sub the sub-attribute; null for the whole
 */
record AttributeName(
    @Nullable String urn,
    String name,
    Map<String, JsonNode> filter,
    @Nullable String sub) {

  private static final String CORE = "urn:ietf:params:scim:schemas:core:";
  private static final Pattern PARTS =
      Pattern.compile("([^\\[.]+)(?:\\[(.+)])?(?:\\.([^\\[\\]]+))?");
  private static final Pattern CONDITION = Pattern.compile(
      "\\s*([$\\w-]+)\\s+eq\\s+(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|(true|false))\\s*(?:and\\b(?=.)|$)",
      Pattern.CASE_INSENSITIVE);

  /** Takes a name apart; empty if it isn't of this form, or picks elements by other means than {@code eq} and {@code and}. */
  static Optional<AttributeName> parse(String text) {
    String urn = null;
    String rest = text;
    if (text.regionMatches(true, 0, "urn:", 0, 4)) {
      int filter = text.indexOf('[');
      int colon = text.lastIndexOf(':', filter < 0 ? text.length() : filter);
      urn = text.regionMatches(true, 0, CORE, 0, CORE.length()) ? null : text.substring(0, colon);
      rest = text.substring(colon + 1);
    }
    Matcher parts = PARTS.matcher(rest);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String conditions = parts.group(2);
    Map<String, JsonNode> filter = conditions == null ? Map.of() : conditions(conditions);
    return conditions != null && filter.isEmpty()
        ? Optional.empty()
        : Optional.of(new AttributeName(urn, parts.group(1), filter, parts.group(3)));
  }

  private static Map<String, JsonNode> conditions(String text) {
    Map<String, JsonNode> conditions = new LinkedHashMap<>();
    Matcher condition = CONDITION.matcher(text);
    int end = 0;
    while (end < text.length()) {
      if (!condition.region(end, text.length()).lookingAt()) {
        return Map.of();
      }
      String string = condition.group(2);
      JsonNode value = string == null
          ? BooleanNode.valueOf(Boolean.parseBoolean(condition.group(3)))
          : StringNode.valueOf(string.replaceAll("\\\\(.)", "$1"));
      conditions.put(condition.group(1), typed(condition.group(1), value));
      end = condition.end();
    }
    return conditions;
  }

  /** The attribute's path without filter and sub-attribute. */
  String root() {
    return urn == null ? name : urn + ":" + name;
  }

  /** Path of a PATCH operation (RFC 7644 §3.5.2). */
  String path() {
    String element = filter.isEmpty() ? root() : root() + "[" + ScimFilter.and(filter) + "]";
    return sub == null ? element : element + "." + sub;
  }

  /** Whether an element of many is one that is picked. */
  boolean picks(JsonNode element) {
    return filter.entrySet().stream()
        .allMatch(condition -> member(element, condition.getKey())
            .asString("")
            .equalsIgnoreCase(condition.getValue().asString("")));
  }

  /** Whether its value refers to another entry, and stands in an object of its own. */
  boolean isReference() {
    return sub == null && filter.isEmpty() && name.equalsIgnoreCase("manager");
  }

  /** A value for it: booleans of the core schema are sent as such, though expressions give texts (RFC 7643 §4.1, §2.4). */
  JsonNode typed(JsonNode value) {
    return typed(sub == null ? name : sub, value);
  }

  private static JsonNode typed(String name, JsonNode value) {
    if (value.isString() && (name.equalsIgnoreCase("active") || name.equalsIgnoreCase("primary"))) {
      String text = value.asString().toLowerCase(Locale.ROOT);
      if (text.equals("true") || text.equals("false")) {
        return BooleanNode.valueOf(text.equals("true"));
      }
    }
    return value;
  }

  /** A member of an object by its name in whatever case (RFC 7643 §2.1); a missing node if there is none. */
  static JsonNode member(JsonNode object, String name) {
    return object.path(spelling(object, name));
  }

  /** How an object spells the name of a member; as given, if it has none. */
  static String spelling(JsonNode object, String name) {
    return object instanceof ObjectNode node && !node.has(name)
        ? node.propertyNames().stream()
            .filter(name::equalsIgnoreCase)
            .findFirst()
            .orElse(name)
        : name;
  }
}
