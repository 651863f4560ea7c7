package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.mapping.ObjectMapping;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells to which entry of the source an entry of the target belongs that a search has found. That another entry's counterpart had its id is no evidence if the
 * target shows that counterpart under another id, or shows the {@code externalId} of somebody else under this one.
 *
 * @param run the run
 * @param events recorder of what is assumed
 * @param asking ids of entries that lose their id to another if this one does, of which nobody needs to ask again
 */
record Ownership(SyncRun run, EventRecorder events, Set<String> asking) {

  /**
   * Owner of an entry of the target.
   *
   * @param id id of an entry of the source
   * @param moves counterparts of other entries that had the id before
   */
  record Owner(String id, List<Outcome.Move> moves) {

    Owner(String id) {
      this(id, List.of());
    }

    /** Notes where the counterparts are that had the id before. */
    void noteMoves(EntryCounters counters, EventRecorder events, SyncRun run) {
      for (Outcome.Move move : moves) {
        String now = move.to();
        if (now != null) {
          run.idChanges().verify(now);
        }
        if (counters.moved(move, run.idChanges())) {
          events.step(
              "EntryImportTarget",
              StepType.IMPORT,
              Result.WARNING,
              "The target's " + move.from() + ", which was the counterpart of "
                  + move.entry().id() + ", has the names of another entry now. "
                  + (now == null
                      ? "It is assumed that the target has given the id to that, and the counterpart is looked for at the next attempt."
                      : "The target shows that counterpart as " + now + "."));
        }
      }
    }
  }

  /**
   * Finds the owner.
   *
   * @param found what a search for an entry found
   * @param entry that entry
   */
  Owner of(ObjectMapping mapping, Entry found, EntryKey entry) {
    String claimed = run.claim(mapping, found.id(), entry.id());
    if (claimed.equals(entry.id())) {
      return new Owner(claimed);
    }
    if (asking.contains(claimed)) {
      return new Owner(entry.id());
    }
    Set<String> all = new LinkedHashSet<>(asking);
    all.add(entry.id());
    Ownership others = new Ownership(run, events, all);
    return run.claims().has(found.id(), claimed)
        ? new Owner(claimed)
        : run.entries().find(run.connection().key(), List.of(claimed)).values().stream()
            .filter(former -> found.id().equalsIgnoreCase(former.targetId()))
            .findFirst()
            .flatMap(former -> others.moved(former, found))
            .map(moves -> new Owner(run.claims().claim(found.id(), entry.id()), moves))
            .orElseGet(() -> new Owner(claimed));
  }

  /** Where the counterpart of an entry is whose id another has now; empty if it still is under its id, or nobody can tell. */
  private Optional<List<Outcome.Move>> moved(KnownEntry former, Entry found) {
    return Looked.at(run, former, events).flatMap(looked -> {
      Recognition recognition = looked.recognition();
      Set<Trace> names = looked.names();
      if (recognition.showsName(found, names)) {
        return Optional.empty();
      }
      Optional<Boolean> sameExternalId = Recognition.sameExternalId(found, names);
      if (sameExternalId.orElse(false)) {
        return Optional.empty();
      }
      Optional<Entry> elsewhere = looked
          .matching()
          .findAgain(looked.gone())
          .filter(each -> !each.id().equalsIgnoreCase(found.id()));
      Optional<Owner> owner =
          elsewhere.map(each -> of(looked.mapping(), each, EntryKey.of(former)));
      boolean there = owner.filter(each -> each.id().equals(former.id())).isPresent();
      if (!there && sameExternalId.isEmpty()) {
        events.step(
            "EntryMatching",
            StepType.MATCHING,
            Result.WARNING,
            "The target's " + found.id()
                + " matches, but has the id of the counterpart of another entry, " + former.id()
                + ", which is shown nowhere else. It is assumed that it still is that, and was renamed there.");
        return Optional.empty();
      }
      List<Outcome.Move> moves = new ArrayList<>();
      moves.add(new Outcome.Move(
          EntryKey.of(former), found.id(), there ? elsewhere.get().id() : null, true));
      owner.filter(each -> there).ifPresent(each -> moves.addAll(each.moves()));
      return Optional.of(moves);
    });
  }
}
