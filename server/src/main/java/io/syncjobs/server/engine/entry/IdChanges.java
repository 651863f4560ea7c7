package io.syncjobs.server.engine.entry;

import java.util.concurrent.atomic.AtomicBoolean;

/** Tells whether ids of counterparts that the job knows may be out of date in the target. For one run; safe for use by many threads. */
public final class IdChanges {

  private final boolean allRead;
  private final AtomicBoolean looked = new AtomicBoolean();
  private volatile boolean seen;

  /** @param allRead whether the run finds all counterparts before it refers to them, as initial cycles do */
  public IdChanges(boolean allRead) {
    this.allRead = allRead;
  }

  /** Notes that the target has given a counterpart another id. */
  void see() {
    seen = true;
  }

  /** True if others may have other ids as well, since the run has seen one that does. */
  boolean areLikely() {
    return seen && !allRead;
  }

  /** True once, for a first look that tells whether the target has given all counterparts other ids. */
  boolean isFirstLook() {
    return !allRead && looked.compareAndSet(false, true);
  }

  /** True if the run may know ids that it hasn't read. */
  boolean arePossible() {
    return !allRead;
  }
}
