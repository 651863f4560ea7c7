package io.syncjobs.server.contract;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.AbstractKeyword;
import com.networknt.schema.keyword.BaseKeywordValidator;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.function.IntPredicate;
import tools.jackson.databind.JsonNode;

/**
 * The contract's {@code x-min-duration} and {@code x-max-duration}, which JSON Schema has no words
 * for.
 */
final class DurationBound extends AbstractKeyword {

  private final String relation;
  private final IntPredicate holds;

  private DurationBound(String name, String relation, IntPredicate holds) {
    super(name);
    this.relation = relation;
    this.holds = holds;
  }

  static DurationBound minimum(String name) {
    return new DurationBound(name, "at least", comparison -> comparison >= 0);
  }

  static DurationBound maximum(String name) {
    return new DurationBound(name, "at most", comparison -> comparison <= 0);
  }

  @Override
  public KeywordValidator newValidator(
      SchemaLocation location, JsonNode bound, Schema parent, SchemaContext context) {
    Duration limit = Duration.parse(bound.stringValue());
    return new BaseKeywordValidator(this, bound, location, parent, context) {
      @Override
      public void validate(
          ExecutionContext execution, JsonNode value, JsonNode root, NodePath instanceLocation) {
        if (value.isString() && !inBound(value.stringValue(), limit)) {
          execution.addError(error()
              .instanceNode(value)
              .instanceLocation(instanceLocation)
              .evaluationPath(execution.getEvaluationPath())
              .locale(execution.getExecutionConfig().getLocale())
              .message("must be " + relation + " " + bound.stringValue())
              .build());
        }
      }
    };
  }

  /** A text that isn't a duration is for {@code pattern} to refuse. */
  private boolean inBound(String text, Duration limit) {
    try {
      return holds.test(Duration.parse(text).compareTo(limit));
    } catch (DateTimeParseException e) {
      return e.getCause() == null;
    }
  }
}
