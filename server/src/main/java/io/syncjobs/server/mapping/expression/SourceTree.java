package io.syncjobs.server.mapping.expression;

import io.syncjobs.server.mapping.expression.function.Comparisons;
import io.syncjobs.server.mapping.expression.function.Function;
import io.syncjobs.server.mapping.expression.function.Functions;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import io.syncjobs.server.mapping.expression.value.ExpressionException.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** Reads the contract's attributeMappingSource. */
final class SourceTree {

  private SourceTree() {}

  static Node read(JsonNode source, int depth) {
    if (depth > Expression.DEEPEST) {
      throw new ExpressionException(
          Problem.LIMIT_EXCEEDED,
          "Functions are nested deeper than " + Expression.DEEPEST + " levels. Flatten them.");
    }
    String expression = source.path("expression").asString("");
    if (!expression.isBlank()) {
      return in("expression", () -> new ExpressionParser(expression).parse());
    }
    String name = source.path("name").asString("");
    return switch (source.path("type").asString("Attribute")) {
      case "Constant" ->
        name.equals(Node.Ignored.WORD) ? new Node.Ignored() : Node.Constant.of(name);
      case "Function" -> function(name, source.path("parameters"), depth);
      default -> name.isBlank() ? new Node.Absent() : new Node.Attribute(name);
    };
  }

  private static Node function(String name, JsonNode parameters, int depth) {
    Function function = in(
        "name",
        () -> Functions.find(name)
            .or(() -> Comparisons.find(name))
            .orElseThrow(() -> Functions.unknown(name, "in this place")));
    List<Node> arguments = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      JsonNode parameter = parameters.path(i);
      Node value = in("parameters/" + i + "/value", () -> read(parameter.path("value"), depth + 1));
      String key = parameter.path("key").asString("");
      OptionalInt position = function.position(key);
      int least =
          position.isPresent() ? position.getAsInt() + 1 : key.isBlank() ? 0 : function.fixed();
      while (arguments.size() < least && (position.isPresent() || function.repeats())) {
        arguments.add(new Node.Absent());
      }
      if (position.isPresent()) {
        arguments.set(position.getAsInt(), value);
      } else if (key.isBlank() || function.repeats()) {
        arguments.add(value);
      } else {
        throw new ExpressionException(
            Problem.WRONG_ARGUMENTS,
            "parameters/" + i + "/key",
            "The function '" + name + "' has no such parameter. Write it as " + function.signature()
                + ".");
      }
    }
    return new Node.Call(in("parameters", () -> function.taking(arguments)), arguments);
  }

  private static <T> T in(String place, java.util.function.Supplier<T> read) {
    try {
      return read.get();
    } catch (ExpressionException e) {
      throw e.in(place);
    }
  }
}
