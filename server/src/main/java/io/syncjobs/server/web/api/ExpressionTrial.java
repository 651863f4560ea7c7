package io.syncjobs.server.web.api;

import io.syncjobs.server.mapping.expression.Expression;
import io.syncjobs.server.mapping.expression.function.Evaluation;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import io.syncjobs.server.mapping.expression.value.Values;
import io.syncjobs.server.web.api.generated.model.ExpressionParsing;
import io.syncjobs.server.web.api.generated.model.ParseExpressionResponse;
import io.syncjobs.server.web.api.generated.model.PublicError;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Parses an expression and evaluates it on an object that the caller sent. */
final class ExpressionTrial {

  private ExpressionTrial() {}

  /**
   * Runs a trial.
   *
   * @param defaultDomain the tenant's domain; empty for none
   * @param clock the tenant's clock
   */
  static ParseExpressionResponse run(ExpressionParsing request, String defaultDomain, Clock clock) {
    ParseExpressionResponse response = new ParseExpressionResponse()
        .error(null)
        .parsedExpression(null)
        .parsingSucceeded(false)
        .evaluationSucceeded(false)
        .evaluationResult(List.of());
    try {
      Expression expression = Expression.parse(request.getExpression());
      response.parsingSucceeded(true).parsedExpression(expression.toSource());
      @Nullable JsonNode object = request.getTestInputObject().orElse(null);
      if (object != null && object.isObject()) {
        @Nullable
        JsonNode result = expression.evaluate(new TestObject(object, defaultDomain, clock));
        response
            .evaluationSucceeded(true)
            .evaluationResult(result == null ? List.of() : texts(result));
      }
      return response;
    } catch (ExpressionException e) {
      return response.error(new PublicError()
          .code(e.code())
          .message(String.valueOf(e.getMessage()))
          .target("expression")
          .details(List.of())
          .innerError(null));
    }
  }

  private static List<String> texts(JsonNode result) {
    return Values.all(result).stream()
        .map(value -> Objects.requireNonNullElseGet(Values.text(value), value::toString))
        .toList();
  }

  /** An object that a caller sends. It has no target, so that all its values are unique. */
  private static final class TestObject implements Evaluation {
    private final Map<String, JsonNode> values = new HashMap<>();
    private final String defaultDomain;
    private final Clock clock;

    TestObject(JsonNode object, String defaultDomain, Clock clock) {
      this.defaultDomain = defaultDomain;
      this.clock = clock;
      for (JsonNode property : object.path("properties")) {
        values.put(property.path("key").asString(""), property.path("value"));
      }
    }

    @Override
    public JsonNode value(String attribute) {
      return values.getOrDefault(attribute, Values.NONE);
    }

    @Override
    public boolean isTaken(String value) {
      return false;
    }

    @Override
    public String defaultDomain() {
      return defaultDomain;
    }

    @Override
    public Clock clock() {
      return clock;
    }
  }
}
