package io.syncjobs.server.engine.entry;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Remembers which entries have recently claimed a counterpart; the database learns it when their page is stored. Otherwise two entries of a page that match
 * the same counterpart could share it. Safe for use by many threads.
 */
public final class Claims {

  private final Map<String, String> entries;

  /** @param most number of claims to remember, at least as many as entries are under way */
  public Claims(int most) {
    entries = new RecentMap<>(most);
  }

  /** Claims a counterpart for an entry. Returns the id of the entry that has it then, which may be another. */
  public synchronized String claim(String targetId, String entryId) {
    String before = entries.putIfAbsent(targetId, entryId);
    return before == null ? entryId : before;
  }

  /** The entries that have recently claimed some counterparts, by the ids of those; what nobody has claimed is left out. */
  synchronized Map<String, String> of(Set<String> targetIds) {
    return targetIds.stream()
        .filter(entries::containsKey)
        .collect(Collectors.toMap(id -> id, id -> String.valueOf(entries.get(id))));
  }

  /** Ends the claim of an entry to a counterpart that turns out to be another entry's. */
  synchronized void release(String targetId, String entryId) {
    entries.remove(targetId, entryId);
  }

  /** True if an entry has recently claimed a counterpart. */
  synchronized boolean has(String targetId, String entryId) {
    return entryId.equals(entries.get(targetId));
  }
}
