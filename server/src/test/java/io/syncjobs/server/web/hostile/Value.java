package io.syncjobs.server.web.hostile;

import tools.jackson.databind.JsonNode;

/**
 * A value for a place in a request.
 *
 * @param what the change
 * @param json the value
 * @param verdict verdict of the contract
 */
record Value(String what, JsonNode json, Verdict verdict) {

  /** Verdict of the contract. */
  enum Verdict {
    /** Within every limit. */
    GOOD,
    /** Beyond exactly one limit. */
    BAD,
    /** Depends on limits that aren't derived here. */
    OPEN
  }
}
