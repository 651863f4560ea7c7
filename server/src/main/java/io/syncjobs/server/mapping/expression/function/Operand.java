package io.syncjobs.server.mapping.expression.function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An argument of a function before its evaluation. */
public interface Operand {

  /** Returns true if the argument was left out. */
  boolean isAbsent();

  /** The text of a constant; null for anything else. */
  @Nullable
  String constant();

  /** Returns true if its value depends on an attribute of the entry. */
  boolean readsAttribute();

  /** Returns true if it is a call of the named function. */
  boolean isCallOf(String function);

  /** Evaluates it; a missing node if it has no value. */
  JsonNode evaluate(Evaluation on);
}
