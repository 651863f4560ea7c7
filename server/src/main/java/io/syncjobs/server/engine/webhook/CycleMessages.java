package io.syncjobs.server.engine.webhook;

import io.syncjobs.server.engine.EndedCycle;

/** Writes cycles in the form of the contract, for webhooks. Safe for use by many threads. */
public interface CycleMessages {

  /** The cycle as JSON. */
  String write(EndedCycle cycle);
}
