package io.syncjobs.server.mapping.expression;

import java.time.Clock;
import tools.jackson.databind.JsonNode;

/** What an expression is evaluated on. */
public interface Evaluation {

  /**
   * The value of an attribute, by the name that the expression has in brackets.
   *
   * @return a text, number or boolean, an array of those, or an object where the attribute is complex; a missing node if there is no value
   */
  JsonNode value(String attribute);

  /** Whether the target has another entry with this value of the mapped attribute; asked by {@code SelectUniqueValue}. */
  boolean isTaken(String value);

  /** What {@code DefaultDomain} gives; empty if the tenant has none. */
  default String defaultDomain() {
    return "";
  }

  /** What {@code Now} reads. */
  default Clock clock() {
    return Clock.systemUTC();
  }
}
