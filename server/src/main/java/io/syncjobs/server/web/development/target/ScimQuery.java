package io.syncjobs.server.web.development.target;

import io.syncjobs.server.connector.scim.AttributeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Query of a SCIM request.
 *
 * @param filter condition on the resources
 * @param startIndex number of the first resource to return, from 1
 * @param count number of resources to return at most
 * @param attributes members to return; empty for all
 * @param excluded members not to return
 */
record ScimQuery(
    Predicate<ObjectNode> filter,
    int startIndex,
    int count,
    Set<String> attributes,
    Set<String> excluded) {

  private static final Set<String> CASE_EXACT = Set.of("id", "externalid", "value");
  private static final Set<String> ALWAYS = Set.of("id", "schemas", "meta");
  private static final Pattern CONDITION = Pattern.compile(
      "\\s*([^\\s\\[]+(?:\\[[^]]*](?:\\.\\S+)?)?)\\s+eq\\s+(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(true|false|-?[0-9.]+))\\s*(?:and\\s|$)",
      Pattern.CASE_INSENSITIVE);

  static ScimQuery of(
      @Nullable String filter,
      @Nullable String startIndex,
      @Nullable String count,
      @Nullable String attributes,
      @Nullable String excluded) {
    return new ScimQuery(
        filter == null ? resource -> true : parse(filter),
        Math.max(1, number("startIndex", startIndex, 1)),
        Math.max(0, number("count", count, Integer.MAX_VALUE)),
        names(attributes),
        names(excluded));
  }

  private static int number(String name, @Nullable String text, int absent) {
    try {
      return text == null ? absent : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new ScimAnswer.ScimException(
          400, "invalidValue", name + " must be a number, not '" + text + "'.");
    }
  }

  private static Set<String> names(@Nullable String list) {
    return list == null ? Set.of() : Set.of(list.toLowerCase(Locale.ROOT).split("\\s*,\\s*"));
  }

  /** Drops the members that the query doesn't ask for. */
  ObjectNode select(ObjectNode resource) {
    ObjectNode selected = resource.deepCopy();
    List<String> names = List.copyOf(selected.propertyNames());
    for (String name : names) {
      String lower = name.toLowerCase(Locale.ROOT);
      boolean unwanted = !attributes.isEmpty() && !attributes.contains(lower);
      if (!ALWAYS.contains(lower) && (unwanted || excluded.contains(lower))) {
        selected.remove(name);
      }
    }
    return selected;
  }

  /** Reads conditions with {@code eq}, joined by {@code and}. */
  private static Predicate<ObjectNode> parse(String filter) {
    AttributeName picked = AttributeName.parse(filter).orElse(null);
    if (picked != null && !picked.filter().isEmpty()) {
      return resource -> elements(resource, picked).stream().anyMatch(picked::picks);
    }
    List<Predicate<ObjectNode>> conditions = new ArrayList<>();
    Matcher condition = CONDITION.matcher(filter);
    int end = 0;
    while (end < filter.length()) {
      AttributeName name = condition.region(end, filter.length()).lookingAt()
          ? AttributeName.parse(condition.group(1)).orElse(null)
          : null;
      if (name == null) {
        throw new ScimAnswer.ScimException(
            400,
            "invalidFilter",
            "The filter '" + filter
                + "' isn't supported. Use conditions such as userName eq \"ada\", joined by and.");
      }
      String text = condition.group(2);
      String value = text == null ? condition.group(3) : text.replaceAll("\\\\(.)", "$1");
      conditions.add(resource -> has(resource, name, value));
      end = condition.end();
    }
    return resource -> conditions.stream().allMatch(each -> each.test(resource));
  }

  private static boolean has(ObjectNode resource, AttributeName name, String value) {
    String last = name.sub() == null ? name.name() : name.sub();
    boolean exact = CASE_EXACT.contains(last.toLowerCase(Locale.ROOT));
    return elements(resource, name).stream()
        .filter(name::picks)
        .map(element -> leaf(element, name).asString(""))
        .anyMatch(there -> exact ? there.equals(value) : there.equalsIgnoreCase(value));
  }

  private static JsonNode leaf(JsonNode element, AttributeName name) {
    String sub = name.sub() == null && element.isObject() ? "value" : name.sub();
    return sub == null ? element : AttributeName.member(element, sub);
  }

  private static List<JsonNode> elements(JsonNode resource, AttributeName name) {
    String urn = name.urn();
    JsonNode home = urn == null ? resource : AttributeName.member(resource, urn);
    JsonNode value = AttributeName.member(home, name.name());
    return value.isArray()
        ? value.valueStream().toList()
        : value.isMissingNode() ? List.of() : List.of(value);
  }
}
