package io.syncjobs.server.engine.entry;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whose counterparts have lately been found or made, which the database knows once their page is noted. Without it, two entries of one page that match
 * the same could share it. Safe for use by many threads.
 */
public final class Claims {

  private final Map<String, String> entries;

  /** @param most how many are remembered; as many as are worked on before they are noted */
  public Claims(int most) {
    entries = new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
        return size() > most;
      }
    };
  }

  /** Gives a counterpart to an entry, unless another has it; returns whose it is then. */
  public synchronized String claim(String targetId, String entryId) {
    String before = entries.putIfAbsent(targetId, entryId);
    return before == null ? entryId : before;
  }
}
