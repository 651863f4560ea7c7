package io.syncjobs.server.engine.entry;

/**
 * Stores, before the first write to the target, that entries are about to change there. Entries that are worked on together share it, so that it costs one
 * transaction at most. Safe for use by many threads.
 */
public final class WriteAhead {

  private final Runnable store;
  private boolean stored;
  private boolean failed;

  /** @param store stores that the entries are about to change */
  public WriteAhead(Runnable store) {
    this.store = store;
  }

  /** Precedes each write. */
  synchronized void beforeWrite() {
    if (!stored) {
      failed = true;
      store.run();
      failed = false;
      stored = true;
    }
  }

  /** True if the storing failed, so that nothing may be written, for instance because another node has the cycle. */
  synchronized boolean failed() {
    return failed;
  }
}
