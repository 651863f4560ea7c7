package io.syncjobs.server.connector.scim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last changes that a service has taken in a run. It may show them late, so that they would be undone by a whole resource that is made of what it shows. Safe
 * for use by many threads.
 */
final class RecentChanges {

  private static final int MOST_RESOURCES = 100;
  private static final int MOST_OPERATIONS = 1_000;

  private final Map<String, Deque<PatchOperation>> taken = new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Deque<PatchOperation>> eldest) {
      return size() > MOST_RESOURCES;
    }
  };

  /** Records that the service has taken changes of a resource. */
  synchronized void add(String path, List<PatchOperation> operations) {
    Deque<PatchOperation> all = taken.computeIfAbsent(path, unused -> new ArrayDeque<>());
    all.addAll(operations);
    while (all.size() > MOST_OPERATIONS) {
      all.removeFirst();
    }
  }

  /** Changes of a resource, in their order. */
  synchronized List<PatchOperation> of(String path) {
    return List.copyOf(taken.getOrDefault(path, new ArrayDeque<>()));
  }
}
