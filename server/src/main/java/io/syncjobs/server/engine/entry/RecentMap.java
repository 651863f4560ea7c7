package io.syncjobs.server.engine.entry;

import java.util.LinkedHashMap;
import java.util.Map;

/** Map of bounded size, which forgets what it got first. Not safe for use by many threads. */
final class RecentMap<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;

  private final int most;
  private boolean forgetful;

  RecentMap(int most) {
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    boolean full = size() > most;
    forgetful |= full;
    return full;
  }

  /** True if it has forgotten something. */
  boolean isForgetful() {
    return forgetful;
  }
}
