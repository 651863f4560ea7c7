package io.syncjobs.server.mapping.expression.function;

import io.syncjobs.server.mapping.expression.value.ExpressionException;
import io.syncjobs.server.mapping.expression.value.ExpressionException.Problem;
import io.syncjobs.server.mapping.expression.value.Values;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Functions that choose between values or test for one. */
final class LogicFunctions {

  static final List<Function> ALL = List.of(
      Function.of("Coalesce(source..., defaultValue?)", LogicFunctions::coalesce),
      Function.of(Functions.IGNORE_FLOW + "(expression)", LogicFunctions::ignoreFlow),
      Function.of(
          "IIF(CONDITION condition, valueIfTrue, valueIfFalse)",
          arguments -> arguments.get(0).isCallOf(Functions.IGNORE_FLOW)
              ? "takes no " + Functions.IGNORE_FLOW + " as condition. Put that function around IIF"
              : "",
          a -> a.value(a.truth(0) ? 1 : 2)),
      Function.of("IsNull(expression)", a -> Values.of(a.value(0).isMissingNode())),
      Function.of("IsNullOrEmpty(expression)", a -> Values.of(Values.isEmpty(a.value(0)))),
      Function.of("IsPresent(expression)", a -> Values.of(!Values.isEmpty(a.value(0)))),
      Function.of("IsString(expression)", a -> Values.of(a.value(0).isString())),
      Function.of("Not(source)", a -> Values.of(!Boolean.TRUE.equals(Values.truth(a.value(0))))),
      Function.of(Functions.REDACT + "(value)", a -> a.value(0)),
      Function.of(
          Functions.SELECT_UNIQUE_VALUE + "(uniqueValueRule...)",
          arguments -> arguments.size() < 2 ? "needs at least two arguments" : "",
          LogicFunctions::selectUniqueValue),
      Function.of("Switch(source, defaultValue?, key..., value...)", LogicFunctions::choose));

  private LogicFunctions() {}

  /**
   * Skips empty texts as it skips sources without a value. Microsoft's reference says "isn't NULL", but its guide to SuccessFactors, whose connector
   * returns empty texts, shows the first name as the result for an empty preferred name. An empty default is the result all the same.
   *
   * @see <a href="https://learn.microsoft.com/entra/identity/app-provisioning/successfactors-expression-mapping-functions-guide">The guide</a>
   */
  private static JsonNode coalesce(Arguments arguments) {
    JsonNode empty = Values.NONE;
    for (int i = 0; i < arguments.size(); i++) {
      JsonNode value = arguments.value(i);
      if (!Values.isEmpty(value)) {
        return value;
      }
      empty = value.isMissingNode() ? empty : value;
    }
    return empty;
  }

  private static JsonNode ignoreFlow(Arguments arguments) {
    JsonNode value = arguments.value(0);
    if (Values.isEmpty(value)) {
      throw new IgnoredFlow();
    }
    return value;
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
            + " values that SelectUniqueValue generates is free in the target. Add a rule that generates another one.");
  }
}
