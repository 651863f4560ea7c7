package io.syncjobs.server.contract;

import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A parameter of an operation.
 *
 * @param name name in the request
 * @param in part of the request that holds it
 * @param required true if a request must have it
 * @param type JSON type of the value
 * @param schema checks a value
 */
public record Parameter(
    String name, In in, boolean required, String type, Function<JsonNode, List<Violation>> schema) {

  /** Part of a request that holds a parameter. */
  public enum In {
    PATH,
    QUERY,
    HEADER
  }

  /** Checks the text of a parameter. */
  public List<Violation> violations(String text) {
    return schema.apply(read(text));
  }

  /** Reads a text as the parameter's type. A text of another type stays a string, which the schema refuses. */
  private JsonNode read(String text) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (type) {
      case "integer" ->
        text.matches("-?(0|[1-9][0-9]{0,17})")
            ? nodes.numberNode(Long.parseLong(text))
            : nodes.stringNode(text);
      case "boolean" ->
        text.equals("true") || text.equals("false")
            ? nodes.booleanNode(text.equals("true"))
            : nodes.stringNode(text);
      case "array" -> {
        ArrayNode items = nodes.arrayNode();
        for (String item : text.split(",", -1)) {
          items.add(item);
        }
        yield items;
      }
      default -> nodes.stringNode(text);
    };
  }
}
