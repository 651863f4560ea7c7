package io.syncjobs.server.engine.entry;

import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removals from an attribute with many references: of what was written before or is of linked entries, also under ids that those have got meanwhile. For
 * one thread.
 */
final class RemovedReferences {

  private final ReferenceWork work;
  private final MovedReferences moves;
  private final KnownEntry known;
  private final Written memory;
  private final Set<String> wanted;
  private final Set<String> shown;
  private final MovedReferences.Looks looks;

  /** Ids of counterparts that are no longer there, or have other ones. */
  private final Set<String> stale;

  /** Those of them that the target may still have. */
  private final Set<String> dangling;

  private final Set<String> ids = new LinkedHashSet<>();
  private final Set<String> kept = new LinkedHashSet<>();
  private final Set<String> moved = new LinkedHashSet<>();
  private final Set<String> doubtful = new LinkedHashSet<>();

  /** Ids that the target hides and behind which nobody is left. */
  private final Set<String> empty = new LinkedHashSet<>();

  /** Those of them whose removal the target answered with an error. */
  private final Set<String> assumed = new LinkedHashSet<>();

  private final Set<String> refused = new LinkedHashSet<>();

  /** Those of a removal that failed, of which the target may have removed some before. */
  private final Set<String> tried = new LinkedHashSet<>();

  /** Hidden references that were lost since the target, which takes only whole entries, refused the removal with them. */
  private final Set<String> dropped = new LinkedHashSet<>();

  private @Nullable TargetException refusal;
  private @Nullable TargetException unsearched;
  private Target.Removed removed = Target.Removed.ALL;

  /**
   * @param shown references that the target showed before
   * @param looks looks at counterparts that are not to be referred to any more
   */
  RemovedReferences(
      ReferenceWork work,
      MovedReferences moves,
      Written memory,
      Set<String> wanted,
      Set<String> shown,
      MovedReferences.Looks looks) {
    this.work = work;
    this.moves = moves;
    this.memory = memory;
    this.wanted = wanted;
    this.shown = shown;
    this.looks = looks;
    known = work.known;
    stale = IdSets.without(memory.dangling(), wanted);
    // A target that shows all that was written to this id hides none but those that it hid before.
    Set<String> seen = IdSets.inAnyCase(shown);
    boolean showsAll =
        seen.containsAll(memory.confirmed()) && !memory.confirmed().isEmpty();
    seen.addAll(memory.hidden());
    dangling = showsAll ? IdSets.among(stale, seen) : stale;
  }

  /**
   * Finds what is to be removed.
   *
   * @param leavers shown values that are linked to no entry, and of entries that left
   */
  void find(Set<String> leavers) {
    Set<String> gone = new LinkedHashSet<>(dangling);
    gone.addAll(IdSets.without(memory.all(), wanted));
    ids.addAll(gone);
    // References to entries that are linked; others were set by somebody else.
    ids.addAll(
        looks.now().isEmpty()
            ? IdSets.without(looks.taken(), wanted)
            : new IdCases(work.run).known(strangers()));
    ids.removeAll(looks.ofStrangers(memory));
    keepWanted();
    ids.addAll(leavers);
    looks.now().forEach((id, now) -> {
      if (looks.taken().contains(id)) {
        movedTo(id, now);
      }
    });
    try {
      looks.requireAll();
      Map<String, String> found = moves.newIds(ids, memory.dangling(), shown, looks.looked());
      kept.addAll(found.keySet());
      found.forEach((id, now) -> {
        if (!wanted.contains(id)) {
          movedTo(id, now);
        }
      });
    } catch (TargetException e) {
      unsearched = e; // Access ends under the known ids first.
      kept.addAll(memory.dangling());
    }
  }

  /** Keeps who is wanted under the same id in another case, such as one that searches show. */
  private void keepWanted() {
    IdCases cases = new IdCases(work.run);
    ids.removeIf(id -> wanted.stream().anyMatch(other -> cases.isSame(other, id)));
  }

  private void movedTo(String id, String now) {
    if (!wanted.contains(now)) {
      moved.addAll(IdSets.without(Set.of(id), wanted));
      ids.add(now);
    }
  }

  /** Ids to remove. */
  Set<String> ids() {
    return ids;
  }

  /** Ids that are not to be added, as the target has, or may have, the same references under other ids. */
  Set<String> kept() {
    return kept;
  }

  /** Values that the target says not to have had. */
  Set<String> absent() {
    return removed.absent();
  }

  /** Those of them that an attempt may have removed before. */
  Set<String> removedEarlier() {
    Set<String> earlier = new LinkedHashSet<>(memory.removing());
    earlier.addAll(tried);
    return IdSets.among(removed.absent(), earlier);
  }

  /** Values that the target has removed, as it says. */
  Set<String> done() {
    return IdSets.without(IdSets.without(ids, removed.absent()), assumed);
  }

  /** Values that the target refused to remove. */
  Set<String> refused() {
    return refused;
  }

  /** Forgets what the target, which shows what was written, has dropped by itself. */
  void forgetDropped() {
    if (unsearched == null) {
      work.remember(Set.of(), IdSets.without(IdSets.without(stale, dangling), moved));
    }
  }

  /** Removes the values. */
  void write() {
    work.removing(ids);
    removed = withMoved(withOtherCase(remove(ids)));
    empty.addAll(hidden(dangling));
    empty.removeAll(
        work.run.entries().sources(work.run.connection().key(), empty).keySet());
    // Those behind these ids were removed under others.
    empty.addAll(hidden(moved));
    Set<String> said = IdSets.without(hidden(removed.absent()), empty);
    // That it does not have what it hides is believed if it says so at another attempt as well.
    Set<String> first = IdSets.without(said, memory.removing());
    doubtful.addAll(IdSets.without(removed.doubtful(), empty));
    assumed.addAll(IdSets.among(removed.doubtful(), empty));
    doubtful.addAll(first);
    removed = new Target.Removed(removed.doubtful(), IdSets.without(removed.absent(), first));
    Set<String> sought = unsearched == null ? Set.of() : hidden(ids);
    Set<String> left = new LinkedHashSet<>(doubtful);
    left.addAll(refused);
    work.remember(Set.of(), IdSets.without(IdSets.without(ids, left), sought));
    if (left.isEmpty()) {
      work.remember(Set.of(), moved);
    }
  }

  /** Removes values, one by one if the target refuses some that it shows, so that these keep no others from being removed. */
  private Target.Removed remove(Set<String> remove) {
    try {
      Target.Removed done = work.write(Set.of(), remove);
      return done.doubtful().isEmpty() || !drops() ? done : remove(remove);
    } catch (TargetException e) {
      if (e.problem().ofTarget() || e.problem() == TargetException.Problem.ENTRY_MISSING) {
        throw e;
      }
      tried.addAll(remove);
      if (drops()) {
        return remove(remove);
      }
      if (remove.size() > 1) {
        return removeEach(remove);
      }
      refused.addAll(remove);
      refusal = e;
      return Target.Removed.ALL;
    }
  }

  /** True if the next attempt leaves out hidden references, as some of them may have other ids by now. They are added again afterwards. */
  private boolean drops() {
    Set<String> kept = work.whole.drop();
    work.attempt(kept);
    dropped.addAll(kept);
    return !kept.isEmpty();
  }

  /** References to add again. */
  Set<String> dropped() {
    return dropped;
  }

  private Target.Removed removeEach(Set<String> remove) {
    Set<String> left = new LinkedHashSet<>();
    Set<String> absent = new LinkedHashSet<>();
    for (String id : remove) {
      Target.Removed one = remove(Set.of(id));
      left.addAll(one.doubtful());
      absent.addAll(one.absent());
    }
    return new Target.Removed(left, absent);
  }

  /** Removes values as the target shows them, if it still does so in another case than the one that is known. */
  private Target.Removed withOtherCase(Target.Removed first) {
    Set<String> others = IdSets.without(IdSets.among(strangers(), IdSets.inAnyCase(ids)), ids);
    Map<String, String> still = new LinkedHashMap<>();
    IdSets.among(others, others.isEmpty() ? others : work.shownNow())
        .forEach(id -> ids.stream()
            .filter(each -> new IdCases(work.run).isSame(each, id))
            .findFirst()
            .ifPresent(each -> still.put(id, each)));
    if (still.isEmpty()) {
      return first;
    }
    Set<String> left = new LinkedHashSet<>(first.doubtful());
    remove(still.keySet()).doubtful().forEach(id -> left.add(String.valueOf(still.get(id))));
    IdSets.among(refused, still.keySet()).forEach(id -> refused.add(String.valueOf(still.get(id))));
    Set<String> absent = new LinkedHashSet<>(first.absent());
    absent.removeAll(still.values());
    return new Target.Removed(left, absent);
  }

  /** Removes values that the target refuses to remove, or says not to have, under the ids that their counterparts have by now. */
  private Target.Removed withMoved(Target.Removed first) {
    Set<String> failed = new LinkedHashSet<>(refused);
    failed.addAll(first.doubtful());
    failed.addAll(first.absent());
    Map<String, String> now =
        unsearched == null ? moves.ofRefused(failed, shown) : Map.<String, String>of();
    Set<String> others = IdSets.without(IdSets.without(Set.copyOf(now.values()), wanted), ids);
    if (others.isEmpty()) {
      return first;
    }
    now.forEach(this::movedTo);
    work.removing(others);
    refused.removeAll(now.keySet());
    Target.Removed more = remove(others);
    Set<String> left = IdSets.without(first.doubtful(), now.keySet());
    left.addAll(more.doubtful());
    Set<String> absent = new LinkedHashSet<>(first.absent());
    absent.addAll(more.absent());
    return new Target.Removed(left, absent);
  }

  /** Shown values that are not wanted in any case. */
  private Set<String> strangers() {
    return IdSets.without(shown, IdSets.inAnyCase(wanted));
  }

  private Set<String> hidden(Set<String> some) {
    return IdSets.without(some, IdSets.inAnyCase(shown));
  }

  /** Fails if values may still be there, so that their removal is tried again. */
  void requireDone() {
    if (refusal != null && !refused.isEmpty()) {
      throw refusal.when("The target refused to remove " + work.listed(refused) + ".");
    }
    doubt();
    if (unsearched != null) {
      doubtIds(ids.isEmpty() ? stale : hidden(ids), unsearched);
    }
    if (!assumed.isEmpty()) {
      work.noted();
      work.noteAssumed(work.doubt(assumed, shown));
    }
    Set<String> believed = hidden(ids);
    believed.removeAll(doubtful);
    believed.removeAll(empty);
    work.noteBelieved(IdSets.without(believed, removed.absent()));
  }

  /** Tries again to remove what the target does not show to be gone. After many attempts it is assumed that those values are gone that it does not show. */
  private void doubt() {
    if (doubtful.isEmpty()) {
      return;
    }
    Set<String> kept = IdSets.among(doubtful, IdSets.inAnyCase(shown));
    if (!known.doubtedLongEnough() || !kept.isEmpty()) {
      throw TargetException.ofEntry(
          TargetException.Problem.ENTRY_REFUSED,
          work.doubt(doubtful, shown) + (known.doubtedLongEnough() ? Unheeded.KEPT : ""),
          "Remove them in the target by hand if it has them. The removal is tried again.");
    }
    work.remember(Set.of(), doubtful);
    work.noteAssumed(work.doubt(doubtful, shown));
  }

  /** Tries again to find out whether references to remove have other ids by now. After many attempts it is assumed that they have none. */
  private void doubtIds(Set<String> sought, TargetException unsearched) {
    if (!known.doubtedLongEnough()) {
      throw unsearched;
    }
    work.remember(Set.of(), sought);
    work.noteAssumed(
        "The target can't tell whether it has " + work.listed(sought) + " under other ids.");
  }
}
