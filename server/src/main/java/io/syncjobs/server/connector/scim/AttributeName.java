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
 * Flat name of an attribute of SCIM resources in a schema, split into its parts: {@code urn:name[filter].sub}.
 *
 * @param urn URN of the extension that defines the attribute; null for the core schema
 * @param name of the attribute
 * @param filter values of sub-attributes that pick an element of a multi-valued attribute; empty for none
 * @param sub sub-attribute; null for the whole attribute
 */
public record AttributeName(
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

  /** Parses a name; empty if it has another form, or a filter with operators other than {@code eq} and {@code and}. */
  public static Optional<AttributeName> parse(String text) {
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
  public String path() {
    String element = filter.isEmpty() ? root() : root() + "[" + ScimFilter.and(filter) + "]";
    return sub == null ? element : element + "." + sub;
  }

  /** True if the filter picks an element. */
  public boolean picks(JsonNode element) {
    return filter.entrySet().stream()
        .allMatch(condition -> member(element, condition.getKey())
            .asString("")
            .equalsIgnoreCase(condition.getValue().asString("")));
  }

  /** True for a reference to another entry, whose value stands in an object of its own. */
  boolean isReference() {
    return sub == null && filter.isEmpty() && name.equalsIgnoreCase("manager");
  }

  /** Value to send: booleans of the core schema are sent as booleans, although expressions yield texts (RFC 7643 §4.1, §2.4). */
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

  /** Member of an object by its name, ignoring case (RFC 7643 §2.1); a missing node if the object lacks it. */
  public static JsonNode member(JsonNode object, String name) {
    return object.path(spelling(object, name));
  }

  /** Spelling of a member's name in an object; the given name if the object lacks the member. */
  public static String spelling(JsonNode object, String name) {
    return object instanceof ObjectNode node && !node.has(name)
        ? node.propertyNames().stream()
            .filter(name::equalsIgnoreCase)
            .findFirst()
            .orElse(name)
        : name;
  }
}
