package io.syncjobs.server.mapping.expression;

import io.syncjobs.server.mapping.expression.function.Arguments;
import io.syncjobs.server.mapping.expression.function.Evaluation;
import io.syncjobs.server.mapping.expression.function.Function;
import io.syncjobs.server.mapping.expression.function.IgnoredFlow;
import io.syncjobs.server.mapping.expression.function.Operand;
import io.syncjobs.server.mapping.expression.value.Values;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A part of an expression. */
sealed interface Node extends Operand {

  /** Writes it as a part of an expression. */
  String text();

  /** Writes it as the contract's attributeMappingSource. */
  ObjectNode source();

  @Override
  default boolean isAbsent() {
    return false;
  }

  @Override
  default @Nullable String constant() {
    return null;
  }

  @Override
  default boolean readsAttribute() {
    return false;
  }

  @Override
  default boolean isCallOf(String function) {
    return false;
  }

  private static ObjectNode source(String expression, String name, String type) {
    ObjectNode source = JsonNodeFactory.instance
        .objectNode()
        .put("expression", expression)
        .put("name", name)
        .put("type", type);
    source.putArray("parameters");
    return source;
  }

  /** An attribute, in brackets. */
  record Attribute(String name) implements Node {
    @Override
    public JsonNode evaluate(Evaluation on) {
      return on.value(name);
    }

    @Override
    public boolean readsAttribute() {
      return true;
    }

    @Override
    public String text() {
      return "[" + name + "]";
    }

    @Override
    public ObjectNode source() {
      return Node.source(text(), name, "Attribute");
    }
  }

  /**
   * A constant.
   *
   * @param text the constant as it was written: in quotes, or as a number or word
   */
  record Constant(JsonNode value, String text) implements Node {
    static Constant of(String text) {
      return new Constant(Values.of(text), quoted(text));
    }

    private static String quoted(String text) {
      return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public JsonNode evaluate(Evaluation on) {
      return value;
    }

    @Override
    public String constant() {
      return value.asString();
    }

    @Override
    public ObjectNode source() {
      return Node.source(quoted(constant()), constant(), "Constant");
    }
  }

  /** The word that keeps an attribute from being written, in Microsoft's guide to Workday. */
  record Ignored() implements Node {
    static final String WORD = "IgnoreAttributeFlow";

    @Override
    public JsonNode evaluate(Evaluation on) {
      throw new IgnoredFlow();
    }

    @Override
    public String text() {
      return WORD;
    }

    @Override
    public ObjectNode source() {
      return Node.source(WORD, WORD, "Constant");
    }
  }

  /** An argument that was left out. */
  record Absent() implements Node {
    @Override
    public JsonNode evaluate(Evaluation on) {
      return Values.NONE;
    }

    @Override
    public boolean isAbsent() {
      return true;
    }

    @Override
    public String text() {
      return "";
    }

    @Override
    public ObjectNode source() {
      return Node.source("", "", "Constant");
    }
  }

  /** A function with arguments that it takes. A comparison is one with two arguments. */
  record Call(Function function, List<Node> arguments) implements Node {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public JsonNode evaluate(Evaluation on) {
      return function.apply(new Arguments(function, arguments, on));
    }

    @Override
    public boolean readsAttribute() {
      return arguments.stream().anyMatch(Node::readsAttribute);
    }

    @Override
    public boolean isCallOf(String name) {
      return function.name().equals(name);
    }

    @Override
    public String text() {
      if (function.isInfix()) {
        return arguments.get(0).text() + " " + function.name() + " "
            + arguments.get(1).text();
      }
      return arguments.stream()
          .map(Node::text)
          .collect(Collectors.joining(", ", function.name() + "(", ")"));
    }

    @Override
    public ObjectNode source() {
      ObjectNode source = Node.source(text(), function.name(), "Function");
      ArrayNode parameters = source.putArray("parameters");
      for (int i = 0; i < arguments.size(); i++) {
        if (!arguments.get(i).isAbsent()) {
          parameters
              .addObject()
              .put("key", function.parameter(i).key())
              .set("value", arguments.get(i).source());
        }
      }
      return source;
    }
  }
}
