package io.syncjobs.server.mapping.expression.function;

import io.syncjobs.server.mapping.expression.Evaluation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An argument of a function, not evaluated yet. */
public interface Operand {

  /** Whether the argument was left out. */
  boolean isAbsent();

  /** The text of a constant; null if it is something else. */
  @Nullable
  String constant();

  /** Its value; a missing node if it has none. */
  JsonNode evaluate(Evaluation on);
}
