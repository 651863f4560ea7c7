package io.syncjobs.server.contract;

import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A parameter of an operation.
 *
 * @param name as it is written on the wire
 * @param in where it travels
 * @param required whether it must be there
 * @param type the JSON type that its text stands for
 * @param schema tells what is wrong with a value
 */
public record Parameter(
    String name,
    In in,
    boolean required,
    String type,
    Function<JsonNode, List<Violation>> schema) {

  /** The part of a request that a parameter travels in. */
  public enum In {
    PATH,
    QUERY,
    HEADER
  }

  /** What is wrong with the parameter's text; empty if nothing is. */
  public List<Violation> violations(String text) {
    return schema.apply(read(text));
  }

  /** A text that doesn't stand for the type stays a text, which the schema then refuses. */
  private JsonNode read(String text) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (type) {
      case "integer" ->
        text.matches("-?[0-9]{1,18}")
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
