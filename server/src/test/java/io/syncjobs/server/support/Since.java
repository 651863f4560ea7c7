package io.syncjobs.server.support;

import io.syncjobs.server.support.http.NewerOperation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Marks a {@link ClientTest test of the client} that servers before a version fail, since their behaviour was mended or extended in it. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Since.SkipOlder.class)
public @interface Since {

  /** Version of the first server that passes. */
  String value();

  /** Skips tests if the server is older. */
  final class SkipOlder implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return context
          .getElement()
          .map(test -> test.getAnnotation(Since.class))
          .map(Since::value)
          .filter(NewerOperation::isServerOlderThan)
          .map(version -> ConditionEvaluationResult.disabled("The server is older than " + version))
          .orElseGet(() -> ConditionEvaluationResult.enabled("The server is new enough."));
    }
  }
}
