package io.syncjobs.server.web.hostile;

import tools.jackson.databind.JsonNode;

/**
 * A value for a place in a request.
 *
 * @param what what is special about it
 * @param json the value
 * @param verdict what the contract says of it
 */
record Value(String what, JsonNode json, Verdict verdict) {

  /** What the contract says. */
  enum Verdict {
    /** Within every limit. */
    GOOD,
    /** Beyond exactly one limit. */
    BAD,
    /** It depends on more than the limits that are derived here. */
    OPEN
  }
}
