package io.syncjobs.server.engine.entry;

import java.io.Serial;

/** A cycle and a provisioning on demand have met at an entry, and this one leaves it to the other. */
public final class EntryOccupied extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  public EntryOccupied() {
    super("Other work on the entry is under way");
  }
}
