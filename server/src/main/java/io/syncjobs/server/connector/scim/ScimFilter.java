package io.syncjobs.server.connector.scim;

import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/** Writes filter expressions (RFC 7644 §3.4.2.2). They have no parentheses, which some services can't read. Stateless. */
final class ScimFilter {

  private ScimFilter() {}

  /** Filter for resources whose attribute has a value. */
  static String of(AttributeName name, String value) {
    JsonNode typed = name.typed(JsonNodeFactory.instance.stringNode(value));
    String sub = name.sub();
    if (!name.filter().isEmpty()) {
      return name.root() + "[" + and(name.filter()) + " and "
          + equal(sub == null ? "value" : sub, typed) + "]";
    }
    return equal(
        sub != null
            ? name.root() + "." + sub
            : name.isReference() ? name.root() + ".value" : name.root(),
        typed);
  }

  /** Conditions that must all hold. */
  static String and(Map<String, JsonNode> conditions) {
    return conditions.entrySet().stream()
        .map(condition -> equal(condition.getKey(), condition.getValue()))
        .collect(Collectors.joining(" and "));
  }

  static String equal(String path, JsonNode value) {
    JsonNode literal = value.isBoolean() ? value : StringNode.valueOf(value.asString(""));
    // JSON, which is the syntax of values in filters.
    return path + " eq " + literal;
  }
}
