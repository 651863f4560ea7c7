package io.syncjobs.server.engine.entry;

import io.syncjobs.server.connector.Entry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** A counterpart that the target does not show, to be written to by its id. */
record Unseen(String type, String id) implements Entry {

  @Override
  public JsonNode value(String attribute) {
    return MissingNode.getInstance();
  }
}
