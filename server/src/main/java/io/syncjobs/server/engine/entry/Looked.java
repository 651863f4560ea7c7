package io.syncjobs.server.engine.entry;

import io.syncjobs.server.connector.Change;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.mapping.JobMapping;
import io.syncjobs.server.mapping.ObjectMapping;
import java.util.Optional;
import java.util.Set;

/**
 * Look at the counterpart of an entry that is not worked on itself.
 *
 * @param matching search for the counterpart
 * @param gone whether the source has no values of its entry any more
 */
record Looked(Matching matching, boolean gone) {

  /** A look at the counterpart of an entry; empty if no mapping applies to that. */
  static Optional<Looked> at(SyncRun run, KnownEntry known, EventRecorder events) {
    return run.connection()
        .source()
        .find(known.type(), known.id())
        .flatMap(change -> mapping(run, change, known)
            .map(theirs -> new Looked(
                new Matching(run, theirs, change.entry(), known, events), change.gone())));
  }

  private static Optional<ObjectMapping> mapping(SyncRun run, Change change, KnownEntry known) {
    JobMapping all = run.connection().mapping();
    return change.gone() ? all.ofGone(known.type(), known.targetType()) : all.of(change.entry());
  }

  ObjectMapping mapping() {
    return matching.mapping();
  }

  /** Values by which the target finds the counterpart, or has found it. */
  Set<Trace> names() {
    return matching.allNames(gone);
  }

  Recognition recognition() {
    return new Recognition(matching, gone);
  }

  /** What the target shows under the id that is known. */
  Optional<Entry> read() {
    String id = String.valueOf(matching.known().targetId());
    return matching.run().connection().target().read(mapping().targetType(), id);
  }

  /** True if the target shows an entry of another name under an id that the counterpart had before, and not a disabled one, which may be what is left of that. */
  boolean showsOther(String formerId) {
    return matching
        .run()
        .connection()
        .target()
        .read(mapping().targetType(), formerId)
        .filter(there -> recognition().showsOther(there) && !Recognition.isOff(there))
        .isPresent();
  }

  /**
   * The counterpart as a search shows it, unless it belongs to another entry, and whose counterparts had its id before.
   *
   * @param likely ids that the target uses for some counterparts which are not known under them
   */
  Optional<Found> search(Set<String> likely) {
    SyncRun run = matching.run();
    KnownEntry known = matching.known();
    return matching
        .findAgain(gone, likely)
        .map(found -> new IdCases(run).identified(mapping(), known.targetId(), found))
        .map(found -> new Found(
            found,
            new Ownership(run, matching.events(), Set.of())
                .of(mapping(), found, EntryKey.of(known))))
        .filter(found -> found.owner().id().equals(known.id()));
  }

  /** What a search found, with its owner. */
  record Found(Entry entry, Ownership.Owner owner) {}
}
