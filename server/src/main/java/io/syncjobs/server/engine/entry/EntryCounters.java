package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.job.progress.CountersBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counters of the work on one entry. For one thread. */
final class EntryCounters {

  private final CountersBuilder counters = CountersBuilder.builder();
  private final List<ReferenceChanges> references = new ArrayList<>();
  private final List<String> deleted = new ArrayList<>();
  private final List<Outcome.Move> moves = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();

  private final WriteAhead ahead;
  private final KnownEntry before;

  /**
   * @param before the job's knowledge of the entry with which the work begins
   * @param ahead keeps what the work learns of counterparts' ids until its outcome is there
   */
  EntryCounters(KnownEntry before, WriteAhead ahead) {
    this.before = before;
    this.ahead = ahead;
    ahead.learnt(before).stream()
        // Its own is found again.
        .filter(move -> !move.entry().equals(EntryKey.of(before)))
        .forEach(moves::add);
  }

  void read() {
    counters.imported(1).importedDeltas(1);
  }

  void referencesRead() {
    counters.importedReferenceDeltas(counters.importedReferenceDeltas() + 1);
  }

  void entitled() {
    counters.entitled(1);
  }

  void failed() {
    counters.escrowed(1);
  }

  void toWrite() {
    counters.exports(counters.exports() + 1);
  }

  void written() {
    counters.exported(counters.exported() + 1);
  }

  void deleted() {
    counters.deletes(counters.deletes() + 1);
  }

  boolean wrote() {
    return counters.exported() > 0;
  }

  void deletedCounterpart(@Nullable String targetId) {
    if (targetId != null) {
      deleted.add(targetId);
    }
  }

  /** Notes another id of a counterpart, unless it is the same; false if that was noted before. */
  boolean moved(Outcome.Move move, IdChanges changes) {
    if (move.from().equals(move.to()) || moves.contains(move)) {
      return false;
    }
    changes.see(move);
    moves.add(move);
    ahead.learnt(before, moves);
    return true;
  }

  /** Notes that the target shows a counterpart nowhere that the entry refers to. */
  void missing(String targetId) {
    missing.add(targetId);
  }

  void referencesWritten(ReferenceChanges changes) {
    references.add(changes);
  }

  Outcome outcome(KnownEntry before, KnownEntry known, @Nullable ProvisioningEvent event) {
    return new Outcome(before, known, event, counters.build(), references, deleted, moves, missing);
  }
}
