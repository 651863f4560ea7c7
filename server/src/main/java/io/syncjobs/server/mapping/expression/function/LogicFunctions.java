package io.syncjobs.server.mapping.expression.function;

import io.syncjobs.server.mapping.expression.ExpressionException;
import io.syncjobs.server.mapping.expression.ExpressionException.Problem;
import io.syncjobs.server.mapping.expression.value.Values;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Functions that choose between values, and those that say whether there is one. */
final class LogicFunctions {

  static final List<Function> ALL = List.of(
      Function.of("Coalesce(source..., defaultValue?)", LogicFunctions::coalesce),
      Function.of("IgnoreFlowIfNullOrEmpty(expression)", LogicFunctions::ignoreFlow),
      Function.of("IIF(condition, valueIfTrue, valueIfFalse)", LogicFunctions::iif),
      Function.of("IsNull(expression)", a -> Values.of(a.value(0).isMissingNode())),
      Function.of("IsNullOrEmpty(expression)", a -> Values.of(Values.isEmpty(a.value(0)))),
      Function.of("IsPresent(expression)", a -> Values.of(!Values.isEmpty(a.value(0)))),
      Function.of("IsString(expression)", a -> Values.of(a.value(0).isString())),
      Function.of("Not(source)", a -> Values.of(!Boolean.TRUE.equals(Values.truth(a.value(0))))),
      Function.of(Functions.REDACT + "(value)", a -> a.value(0)),
      Function.of(
          Functions.ONLY_OUTERMOST + "(uniqueValueRule...)",
          arguments -> arguments.size() < 2 ? "needs at least two arguments" : "",
          LogicFunctions::selectUniqueValue),
      Function.of("Switch(source, defaultValue?, key..., value...)", LogicFunctions::choose));

  private LogicFunctions() {}

  private static JsonNode coalesce(Arguments arguments) {
    return IntStream.range(0, arguments.size())
        .mapToObj(arguments::value)
        .filter(value -> !value.isMissingNode())
        .findFirst()
        .orElse(Values.NONE);
  }

  private static JsonNode ignoreFlow(Arguments arguments) {
    JsonNode value = arguments.value(0);
    if (Values.isEmpty(value)) {
      throw new IgnoredFlow();
    }
    return value;
  }

  private static JsonNode iif(Arguments arguments) {
    Boolean condition = Values.truth(arguments.value(0));
    if (condition == null) {
      throw arguments.invalid(0, "is neither true nor false. Compare it with something");
    }
    return arguments.value(condition ? 1 : 2);
  }

  private static JsonNode choose(Arguments arguments) {
    String source = arguments.textOrEmpty(0);
    for (int i = 2; i < arguments.size(); i += 2) {
      if (arguments.textOrEmpty(i).equals(source)) {
        return arguments.value(i + 1);
      }
    }
    return arguments.value(1);
  }

  private static JsonNode selectUniqueValue(Arguments arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String value = arguments.textOrEmpty(i);
      if (!value.isEmpty() && !arguments.evaluation().isTaken(value)) {
        return Values.of(value);
      }
    }
    throw new ExpressionException(
        Problem.NO_UNIQUE_VALUE,
        "None of the " + arguments.size()
            + " values that SelectUniqueValue makes is free in the target. Add a rule that makes another one.");
  }
}
