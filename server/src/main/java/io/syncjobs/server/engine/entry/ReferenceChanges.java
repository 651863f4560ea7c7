package io.syncjobs.server.engine.entry;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * References that were written to a counterpart, to remember together with the outcome of its entry.
 *
 * @param targetId id of the counterpart
 * @param attribute name of the target's attribute
 * @param added ids that the counterpart now refers to
 * @param removed ids that it no longer refers to
 * @param hidden ids to which it refers, and of which the target does not show this
 * @param vanished ids to which it was to refer, and of which the target has shown this before and does not any more
 */
record ReferenceChanges(
    String targetId,
    String attribute,
    Set<String> added,
    Set<String> removed,
    Set<String> hidden,
    Set<String> vanished) {

  static ReferenceChanges of(
      String targetId, String attribute, Collection<String> added, Collection<String> removed) {
    return new ReferenceChanges(
        targetId,
        attribute,
        new LinkedHashSet<>(added),
        new LinkedHashSet<>(removed),
        Set.of(),
        Set.of());
  }
}
