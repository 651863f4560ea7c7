package io.syncjobs.server.engine.entry;

import io.syncjobs.server.connector.Change;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.mapping.ObjectMapping;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Accounts that were disabled since they match entries which had left before the job knew them. They are linked to no entry, and groups lose them all the
 * same. Stateless.
 */
final class FoundLeavers {

  private FoundLeavers() {}

  /** Knowledge that an account was disabled for an entry, to remember with the outcome of the entry. No attribute has the name. */
  static ReferenceChanges found(String targetId, EntryKey entry) {
    return ReferenceChanges.of(
        targetId, SyncRun.REFERENCES, Set.of(entry.type() + "/" + entry.id()), Set.of());
  }

  /** True if changes are such a knowledge. */
  static boolean isFound(ReferenceChanges changes) {
    return changes.attribute().equals(SyncRun.REFERENCES);
  }

  /**
   * Those accounts among some that still match the entries for which they were disabled.
   *
   * @param kept ids of entries that the source refers to
   */
  static Set<String> among(
      SyncRun run, EventRecorder events, Set<String> strangers, Set<String> kept) {
    Set<String> leavers = new LinkedHashSet<>();
    run.written().disabledFor(run.connection().key(), strangers).forEach((targetId, text) -> {
      String[] place = text.split("/", 2);
      if (!kept.contains(place[1]) && matches(run, events, targetId, place[0], place[1])) {
        leavers.add(targetId);
      }
    });
    return leavers;
  }

  /** The target may have given the id to somebody else. */
  private static boolean matches(
      SyncRun run, EventRecorder events, String targetId, String type, String id) {
    Optional<Entry> entry = run.connection()
        .source()
        .find(type, id)
        .filter(change -> !change.gone())
        .map(Change::entry);
    Optional<ObjectMapping> mapping = entry.flatMap(run.connection().mapping()::of);
    return mapping.isPresent()
        && Matching.ifTold(() -> new Matching(
                    run, mapping.get(), entry.get(), KnownEntry.unknown(type, id), events)
                .find())
            .filter(found -> found.id().equals(targetId))
            .isPresent();
  }
}
