package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Entry;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the counterpart of an entry in the target, by the id that is known or by its names. The id counts only as long as the target shows the counterpart
 * under it. For one thread.
 */
final class CounterpartSearch {

  private final EntryWork work;
  private final SyncRun run;

  /** Ids of what was found and belongs to the entry. */
  private final Set<String> own = new HashSet<>();

  /** Id of the counterpart that the target has given to another entry, until the one that it has now is noted. */
  private @Nullable String reassigned;

  CounterpartSearch(EntryWork work) {
    this.work = work;
    run = work.run;
  }

  /** Counterpart that the job had or may have created, unless it belongs to another entry. */
  Optional<Entry> earlier() {
    String former = work.known().formerId();
    return own((former == null ? Optional.<Entry>empty() : read(former))
        .or(() -> work.matching().findAttempted()));
  }

  /**
   * Reads the counterpart by an id that it has had. If the target has given the id to another entry, the counterpart is to be searched for by its names.
   */
  Optional<Entry> read(String id) {
    Optional<Entry> there = work.target().read(work.mapping.targetType(), id);
    work.answered();
    if (there.isEmpty()) {
      return there;
    }
    if (new Recognition(work.matching(), work.change.gone()).isOther(there.get())) {
      reassigned = id;
      work.know(work.known().withoutIds(work.matching().allNames(work.change.gone())));
      return Optional.empty();
    }
    run.idChanges().verify(id);
    return there;
  }

  /** The counterpart, unless it belongs to another entry. */
  Optional<Entry> own(Optional<Entry> counterpart) {
    return counterpart.map(this::identified).filter(found -> isOwn(owner(found)));
  }

  /** The counterpart that a search found, which must not belong to another entry. */
  Entry requireOwn(Entry found) {
    Entry identified = identified(found);
    requireOwn(owner(identified));
    return identified;
  }

  private void requireOwn(String owner) {
    if (!isOwn(owner)) {
      throw new EntryFailure(
          "DuplicateSourceEntries",
          "The matching entry in the target is the counterpart of another entry, " + owner + ".",
          "Give the two entries different values of the matching attribute.");
    }
  }

  /** Claims what the target has just created for the entry. Returns whether the counterpart of another entry had the id before. */
  boolean claimCreated(String id) {
    String claimed = run.claim(work.mapping, id, work.entry.id());
    requireOwn(
        isOwn(claimed)
            ? claimed
            : work.target().read(work.mapping.targetType(), id).map(this::owner).orElse(claimed));
    run.idChanges().verify(id);
    return !isOwn(claimed);
  }

  private boolean isOwn(String owner) {
    return owner.equals(work.entry.id());
  }

  /** Id of the entry that has what a search found. One that the target shows elsewhere has it no longer. */
  private String owner(Entry found) {
    if (own.contains(found.id())) {
      return work.entry.id();
    }
    Optional<String> namesake = new Namesakes(work).owner(found);
    if (namesake.isPresent()) {
      return namesake.get();
    }
    Ownership.Owner owner = new Ownership(run, work.events, Set.of())
        .of(work.mapping, found, EntryKey.of(work.known()));
    owner.noteMoves(work.counters, work.events, run);
    if (isOwn(owner.id())) {
      own.add(found.id());
    }
    return owner.id();
  }

  /** An entry that a search found, under the id by which the target knows it. */
  private Entry identified(Entry found) {
    KnownEntry known = work.known();
    String id = known.targetId() == null ? known.formerId() : known.targetId();
    return new IdCases(run).identified(work.mapping, id, found);
  }

  /** Counterpart that the job had and that the target shows under another id now, unless it belongs to another entry. */
  Optional<Entry> again() {
    KnownEntry known = work.known();
    // What was written tells the counterpart from others, also if its id is somebody else's now.
    KnownEntry written = known.flowed().isEmpty() ? known.flowed(work.before.flowed()) : known;
    return known.mayHaveCounterpart()
        ? own(new Matching(run, work.mapping, work.entry, written, work.events)
            .findAgain(work.change.gone()))
        : Optional.empty();
  }

  /**
   * The counterpart under another id than the known one, by which the target shows it and takes no change of it; empty if there is none, or the target can't
   * tell.
   */
  Optional<Entry> elsewhere() {
    String id = String.valueOf(work.known().targetId());
    Optional<Entry> other =
        Matching.ifTold(this::again).filter(found -> !found.id().equalsIgnoreCase(id));
    other.ifPresent(there -> work.events.step(
        "EntryImportTarget",
        StepType.IMPORT,
        Result.WARNING,
        "The target's " + id + ", the id of the counterpart, takes no changes, and a search finds "
            + there.id() + ". It is assumed that this is the counterpart now."));
    return other;
  }

  /** The counterpart as the target shows it under the id that is known, if only in a search. */
  Optional<Entry> shown() {
    String id = String.valueOf(work.known().targetId());
    return work.target()
        .read(work.mapping.targetType(), id)
        .or(() -> again().filter(found -> found.id().equalsIgnoreCase(id)));
  }

  /** Links the entry to an earlier counterpart, which needs not be shown if its id is known; false if it has none. */
  boolean joinEarlier() {
    Optional<Entry> found = earlier().or(this::again);
    if (found.isPresent()) {
      join(found.get());
      return true;
    }
    String former = work.known().formerId();
    boolean hidden = former != null
        && !work.known().soughtLongEnough()
        && isOwn(run.claim(work.mapping, former, work.entry.id()));
    if (hidden) {
      work.know(work.known().recalled(work.mapping.targetType()));
    }
    return hidden;
  }

  /** Links the entry to a counterpart that was found. */
  void join(Entry found) {
    String former = work.known().formerId();
    work.know(work.known().joined(work.mapping.targetType(), found));
    run.idChanges().verify(found.id());
    if (former != null) {
      moved(former, false);
    }
    noteReassigned();
  }

  /** Goes on with the id that is known, as the search for the one that the counterpart has now has failed. What was written under it is still to be undone. */
  void keepReassigned() {
    if (reassigned != null && work.known().targetId() == null) {
      work.know(work.known().linkedAs(work.before));
      reassigned = null;
    }
  }

  /** Notes that the target has given the id of the counterpart to another entry, and which one that has now. */
  void noteReassigned() {
    if (reassigned != null) {
      moved(reassigned, true);
      reassigned = null;
    }
  }

  private void moved(String from, boolean toOther) {
    var unused = work.counters.moved(
        new Outcome.Move(EntryKey.of(work.known()), from, work.known().targetId(), toOther),
        run.idChanges());
  }
}
