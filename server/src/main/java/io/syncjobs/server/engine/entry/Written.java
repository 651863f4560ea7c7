package io.syncjobs.server.engine.entry;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Ids that an attribute of a counterpart refers to, as far as the job has written them.
 *
 * @param confirmed those whose outcome is known
 * @param attempted those that were about to be written when the outcome got lost
 * @param removing those that were about to be removed when the outcome got lost
 * @param removed those that the last change has removed, or an earlier one if the target still showed them after that
 * @param dangling those of counterparts that are no longer there, or have another id, under both
 * @param hidden those of them that the target is not known to show
 * @param vanished those of them that it has shown before
 * @param followed those of counterparts that got another id after they were about to be written and the outcome got lost, under this id
 */
record Written(
    Set<String> confirmed,
    Set<String> attempted,
    Set<String> removing,
    Set<String> removed,
    Set<String> dangling,
    Set<String> hidden,
    Set<String> vanished,
    Set<String> followed) {

  /** Nothing yet, to be filled. */
  static Written nothing() {
    return new Written(
        new LinkedHashSet<>(),
        new LinkedHashSet<>(),
        new LinkedHashSet<>(),
        new LinkedHashSet<>(),
        new LinkedHashSet<>(),
        new LinkedHashSet<>(),
        new LinkedHashSet<>(),
        new LinkedHashSet<>());
  }

  Set<String> all() {
    Set<String> all = new LinkedHashSet<>(confirmed);
    all.addAll(attempted);
    all.addAll(removing);
    return all;
  }

  /** Those among some that an attempt may have written whose outcome got lost, also under ids that they have got since. */
  Set<String> earlier(Set<String> some) {
    Set<String> all = new LinkedHashSet<>(attempted);
    all.addAll(followed);
    return IdSets.among(some, all);
  }

  /** Those that the target may have, also of counterparts that are no longer there. */
  Set<String> possible() {
    Set<String> possible = all();
    possible.addAll(dangling);
    return possible;
  }

  /** Those that the target may not have though it shows them, as a late read shows what was removed before. */
  Set<String> mayBeRemoved() {
    Set<String> both = IdSets.inAnyCase(removing);
    both.addAll(removed);
    return both;
  }

  /** Those that the target has never shown and may have; all if it shows nobody, as it may do so from now on. */
  Set<String> hides(Set<String> shown) {
    Set<String> written = IdSets.without(possible(), attempted);
    return shown.isEmpty()
        ? written
        : IdSets.among(
            IdSets.without(written, IdSets.inAnyCase(shown)), IdSets.without(hidden, vanished));
  }

  /** These and those of the same counterpart under an id that it had before. */
  Written after(Written former) {
    Set<String> all = new LinkedHashSet<>(dangling);
    all.addAll(former.possible());
    all.removeAll(this.all());
    return new Written(confirmed, attempted, removing, removed, all, hidden, vanished, followed);
  }

  /** These, where some ids may not be those of the same counterparts any more. */
  Written doubting(Map<String, String> newIds) {
    Set<String> doubtful = new LinkedHashSet<>(newIds.keySet());
    doubtful.addAll(newIds.values());
    Set<String> all = new LinkedHashSet<>(dangling);
    all.addAll(IdSets.among(confirmed, doubtful));
    Set<String> later = new LinkedHashSet<>(followed);
    Set<String> possible = possible();
    newIds.forEach((id, now) -> {
      if (possible.contains(id)) {
        all.add(now);
      }
      if (attempted.contains(id)) {
        later.add(now);
      }
    });
    return new Written(
        IdSets.without(confirmed, doubtful),
        attempted,
        removing,
        removed,
        all,
        hidden,
        vanished,
        later);
  }

  /** These without some ids. */
  Written without(Set<String> ids) {
    return new Written(
        IdSets.without(confirmed, ids),
        IdSets.without(attempted, ids),
        IdSets.without(removing, ids),
        removed,
        IdSets.without(dangling, ids),
        hidden,
        vanished,
        IdSets.without(followed, ids));
  }
}
