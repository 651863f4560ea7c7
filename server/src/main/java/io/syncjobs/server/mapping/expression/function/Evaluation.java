package io.syncjobs.server.mapping.expression.function;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/** The entry and the surroundings that an expression is evaluated with. */
public interface Evaluation {

  /** Random numbers that nobody can foresee. */
  SecureRandom RANDOM = new SecureRandom();

  /**
   * Returns the value of an attribute.
   *
   * @param attribute the name as the expression has it in brackets
   * @return a text, number or boolean, an array of those, or an object where the attribute is complex; a missing node if there is no value
   */
  JsonNode value(String attribute);

  /** Returns true if another entry in the target has this value of the mapped attribute; {@code SelectUniqueValue} asks. */
  boolean isTaken(String value);

  /** The tenant's domain, which {@code DefaultDomain} returns; empty if none is set. */
  String defaultDomain();

  /** The clock of {@code Now}. */
  default Clock clock() {
    return Clock.systemUTC();
  }

  /** The random numbers of one value. */
  default RandomGenerator random() {
    return RANDOM;
  }
}
