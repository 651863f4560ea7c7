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
  private final Set<String> removing;

  /** Values that may be there. They are removed before they are added, as some services would store them twice. */
  private final Set<String> possible;

  /** References that the target showed before. */
  private final Set<String> shown;

  AddedReferences(ReferenceWork work, MovedReferences moved, Written memory, Set<String> shown) {
    this.work = work;
    this.moved = moved;
    this.shown = shown;
    run = work.run;
    removing = memory.mayBeRemoved();
    possible = memory.possible();
    // A target that has them nevertheless would have them twice.
    possible.addAll(IdSets.among(memory.removed(), IdSets.inAnyCase(shown)));
  }

  /**
   * Adds values.
   *
   * @return ids under which values were added, where they are not the known ones
   */
  Map<String, String> add(Set<String> add) {
    if (add.isEmpty()) {
      return Map.of();
    }
    work.attempt(add);
    // Their addition may fail after they were removed.
    work.removing(IdSets.among(add, possible));
    Set<String> left;
    try {
      left = write(add);
    } catch (TargetException e) {
      if (e.problem().ofTarget()) {
        throw e;
      }
      return addEach(add, e);
    }
    if (!left.isEmpty()) {
      work.remember(IdSets.without(add, left), Set.of());
      throw doubt(left);
    }
    return Map.of();
  }

  /** Adds values one by one, so that one that the target refuses does not keep it from taking the others. */
  private Map<String, String> addEach(Set<String> add, TargetException together) {
    Map<String, String> others = new LinkedHashMap<>();
    TargetException refused = null;
    for (String id : add) {
      TargetException one = add.size() == 1 ? together : refusal(id);
      String now =
          one == null ? null : moved.currentOfRefused(Set.of(id), shown).get(id);
      if (now != null) {
        work.attempt(Set.of(now));
        one = refusal(now);
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

  private @Nullable TargetException refusal(String id) {
    try {
      if (!write(Set.of(id)).isEmpty()) {
        return doubt(Set.of(id));
      }
      work.remember(Set.of(id), Set.of());
      work.rememberHidden(Set.of(id), Set.of()); // Until the target shows it.
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
      Target.Removed unused = work.write(add, Set.of());
      work.remember(add, Set.of());
    }
    return others;
  }

  /** Adds values, and returns those that are left out as the target may have them. */
  private Set<String> write(Set<String> add) {
    Set<String> doubtful = work.write(add, IdSets.among(add, possible)).doubtful();
    // That they are not there is believed if the target refuses another attempt as well to remove
    // them.
    Set<String> absent = IdSets.among(doubtful, removing);
    Target.Removed unused = work.write(absent, Set.of());
    return IdSets.without(doubtful, absent);
  }

  private TargetException doubt(Set<String> left) {
    return TargetException.ofEntry(
        TargetException.Problem.ENTRY_REFUSED,
        work.doubt(left, Set.of()),
        "Nothing: they are added once the target lets them be removed, or refuses that again.");
  }
}
