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

/** Bounds of durations in the contract, for which JSON Schema has no keywords. */
final class DurationBound extends AbstractKeyword {

  static final String MINIMUM = "x-min-duration";
  static final String MAXIMUM = "x-max-duration";

  private final IntPredicate holds;

  private DurationBound(String name, IntPredicate holds) {
    super(name);
    this.holds = holds;
  }

  static DurationBound minimum() {
    return new DurationBound(MINIMUM, comparison -> comparison >= 0);
  }

  static DurationBound maximum() {
    return new DurationBound(MAXIMUM, comparison -> comparison <= 0);
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
              .message("out of bounds") // Requirement words it.
              .build());
        }
      }
    };
  }

  /** Accepts texts that aren't durations, which {@code pattern} refuses. */
  private boolean inBound(String text, Duration limit) {
    try {
      return holds.test(Duration.parse(text).compareTo(limit));
    } catch (DateTimeParseException e) {
      return e.getCause() == null;
    }
  }
}
