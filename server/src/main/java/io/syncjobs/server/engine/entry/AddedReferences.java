package io.syncjobs.server.engine.entry;

import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Additions to an attribute with many references. Referenced counterparts may have other ids by now than the job knows; those are asked for only where the
 * target refuses or does not show a reference, or has given others new ids. For one thread.
 */
final class AddedReferences {

  private final ReferenceWork work;
  private final SyncRun run;
  private final MovedReferences moved;

  AddedReferences(ReferenceWork work, MovedReferences moved) {
    this.work = work;
    this.moved = moved;
    run = work.run;
  }

  /**
   * Adds values.
   *
   * @param uncertain values that may be there. They are removed before they are added, as some services would store them twice.
   * @return ids under which values were added, where they are not the known ones
   */
  Map<String, String> add(Set<String> add, Set<String> uncertain) {
    if (add.isEmpty()) {
      return Map.of();
    }
    work.attempt(add);
    // Their addition may fail after they were removed.
    work.removing(IdSets.among(add, uncertain));
    try {
      write(add, uncertain);
      return Map.of();
    } catch (TargetException e) {
      if (e.problem().ofTarget()) {
        throw e;
      }
      return addEach(add, uncertain, e);
    }
  }

  /** Adds values one by one, so that one that the target refuses does not keep it from taking the others. */
  private Map<String, String> addEach(
      Set<String> add, Set<String> uncertain, TargetException together) {
    Map<String, String> others = new LinkedHashMap<>();
    TargetException refused = null;
    for (String id : add) {
      TargetException one = add.size() == 1 ? together : refusal(id, uncertain);
      String now = one == null ? null : moved.current(Set.of(id)).get(id);
      if (now != null) {
        work.attempt(Set.of(now));
        one = refusal(now, Set.of());
        work.remember(Set.of(), Set.of(id));
        others.put(id, now);
      }
      refused = one == null ? refused : one;
    }
    if (refused != null) {
      throw refused;
    }
    return others;
  }

  private @Nullable TargetException refusal(String id, Set<String> uncertain) {
    try {
      write(Set.of(id), uncertain);
      work.remember(Set.of(id), Set.of());
      return null;
    } catch (TargetException e) {
      if (e.problem().ofTarget()) {
        throw e;
      }
      return e;
    }
  }

  /**
   * Adds values once more that the target does not show, where they have other ids by now.
   *
   * @return those ids by the known ones
   */
  Map<String, String> addMoved(Set<String> unshown) {
    Map<String, String> others = run.idChanges().arePossible() ? moved.current(unshown) : Map.of();
    Set<String> add = new LinkedHashSet<>(others.values());
    if (!add.isEmpty()) {
      work.attempt(add);
      write(add, Set.of());
      work.remember(add, Set.of());
    }
    return others;
  }

  private void write(Set<String> add, Set<String> uncertain) {
    Target.Removed unused = work.write(add, IdSets.among(add, uncertain));
  }
}
