package io.syncjobs.server.mapping.expression.function;

import io.syncjobs.server.mapping.expression.value.Values;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/** Functions of attributes with several values. */
final class MultiValueFunctions {

  static final List<Function> ALL = List.of(
      Function.of(
          "Count(attribute)", a -> IntNode.valueOf(Values.all(a.value(0)).size())),
      Function.of("Item(attribute, POSITION index)", MultiValueFunctions::item),
      Function.of(
          "RemoveDuplicates(attribute)",
          a -> array(new LinkedHashSet<>(Values.all(a.value(0))).stream())),
      Function.of("Split(source, DELIMITER delimiter)", MultiValueFunctions::split));

  private MultiValueFunctions() {}

  static JsonNode array(Stream<? extends JsonNode> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(array::add);
    return Values.normal(array);
  }

  private static JsonNode item(Arguments arguments) {
    int index = arguments.integer(1);
    List<JsonNode> all = Values.all(arguments.value(0));
    return index <= all.size() ? all.get(index - 1) : Values.NONE;
  }

  private static JsonNode split(Arguments arguments) {
    String delimiter = arguments.textOrEmpty(1);
    if (delimiter.isEmpty()) {
      throw arguments.invalid(1, ParameterType.DELIMITER.problem());
    }
    // Microsoft's example drops the space after a comma.
    return array(Stream.of(arguments.textOrEmpty(0).split(Pattern.quote(delimiter), -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .map(StringNode::valueOf));
  }
}
