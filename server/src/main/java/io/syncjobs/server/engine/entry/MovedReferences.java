package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Change;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.mapping.JobMapping;
import io.syncjobs.server.mapping.ObjectMapping;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Finds the ids that referenced counterparts have by now, of which the job has not learnt yet, and lets it learn them.
 *
 * @param run the run
 * @param events recorder of the matches
 * @param counters notes what the job learns
 */
record MovedReferences(SyncRun run, EventRecorder events, EntryCounters counters) {

  /**
   * Finds the ids that counterparts have by now to which the target shows no reference. Each is searched for like a counterpart that left.
   *
   * @param known ids that must not be referred to any more
   * @param dangling ids from before the referring counterpart got another one, of interest if the target shows references to no entry, or none at all
   * @return the new ids by those that are known
   */
  Map<String, String> newIds(Set<String> known, Set<String> dangling, Set<String> shown) {
    Set<String> all = IdSets.inAnyCase(known);
    all.addAll(dangling);
    Set<String> missing = IdSets.without(
        shown.isEmpty() || showsStranger(all, shown) ? all : known, IdSets.inAnyCase(shown));
    return find(missing, this::search, all);
  }

  /**
   * Finds the ids that counterparts have by now whose known ids the target has given to other entries, if ids are likely to have changed, or the target
   * shows references to no entry, as they may be to the counterparts.
   *
   * @param known ids that must not be referred to any more
   * @return the new ids by those that are known
   */
  Map<String, String> ofOthers(Set<String> known, Set<String> shown) {
    Set<String> there = IdSets.among(known, IdSets.inAnyCase(shown));
    return findIfLikely(
        there, !there.isEmpty() && showsStranger(known, shown), this::searchIfOther, known);
  }

  private boolean showsStranger(Set<String> known, Set<String> shown) {
    Set<String> strangers = IdSets.without(shown, known);
    return !run.entries()
        .sources(run.connection().key(), strangers)
        .keySet()
        .containsAll(strangers);
  }

  /**
   * Finds the ids that counterparts have by now. Each is read by the id that is known, and searched for if the target has none of that id, or has given it
   * to another entry. One that it shows nowhere is to be looked for by the next cycle.
   *
   * @return the new ids by those that are known
   */
  Map<String, String> current(Set<String> known) {
    return find(known, this::readOrSearch, known);
  }

  /**
   * Finds the ids that counterparts have by now which are referred to for the first time, if ids are likely to have changed.
   *
   * @param doubtful whether the entry that refers to them gives cause to look
   */
  Map<String, String> currentOfNew(Set<String> known, boolean doubtful) {
    return findIfLikely(known, doubtful, this::readOrSearch, known);
  }

  /** Looks at all counterparts if their ids are likely to have changed, and otherwise at the first one of the run, which tells whether they are. */
  private Map<String, String> findIfLikely(
      Set<String> known,
      boolean likely,
      Function<KnownEntry, Optional<Entry>> how,
      Set<String> old) {
    Map<String, String> ids = new LinkedHashMap<>();
    if (!likely && !known.isEmpty() && run.idChanges().isFirstLook()) {
      ids.putAll(find(Set.of(known.iterator().next()), how, old));
    }
    if (likely || run.idChanges().areLikely()) {
      ids.putAll(find(IdSets.without(known, ids.keySet()), how, old));
    }
    return ids;
  }

  private Map<String, String> find(
      Set<String> known, Function<KnownEntry, Optional<Entry>> how, Set<String> old) {
    Map<String, String> ids = new LinkedHashMap<>();
    if (known.isEmpty()) {
      return ids;
    }
    JobKey job = run.connection().key();
    run.entries().find(job, run.entries().sources(job, known).values()).values().stream()
        .filter(member -> known.contains(String.valueOf(member.targetId())))
        .forEach(member -> how.apply(member)
            .map(Entry::id)
            .filter(id -> !old.contains(id))
            .ifPresent(id -> ids.put(learn(member, id), id)));
    return ids;
  }

  /** Lets the job know the id that a counterpart has now. */
  private String learn(KnownEntry member, String id) {
    String from = Objects.requireNonNull(member.targetId());
    counters.moved(from, id, run.idChanges());
    events.step(
        "EntryImportTarget",
        StepType.REFERENCE_RESOLUTION,
        Result.WARNING,
        "The target shows the counterpart of " + member.id() + " as " + id + " now, instead of "
            + from + ".");
    return from;
  }

  /** The counterpart of an entry as the target has it under another id; empty if it has it under the known one, or does not show it. */
  private Optional<Entry> readOrSearch(KnownEntry member) {
    return looking(() -> {
      Optional<Looked> looked = looked(member);
      if (looked.isEmpty() || looked.get().isThere()) {
        return Optional.empty();
      }
      Optional<Entry> found = looked.get().search();
      if (found.isEmpty()) {
        counters.missing(String.valueOf(member.targetId()));
      }
      return found;
    });
  }

  /** The counterpart of an entry under another id, if the target has given the known one to another entry. */
  private Optional<Entry> searchIfOther(KnownEntry member) {
    return looking(() -> looked(member).filter(Looked::isOther).flatMap(Looked::search));
  }

  /** Nobody is found where the target can't tell, unless it asks for patience. */
  private Optional<Entry> looking(Supplier<Optional<Entry>> look) {
    try {
      return look.get();
    } catch (EntryFailure e) {
      events.step("EntryMatching", StepType.MATCHING, Result.WARNING, e.reason());
      return Optional.empty();
    } catch (TargetException e) {
      if (SyncRun.isBusy(e)) {
        throw e;
      }
      events.step("EntryMatching", StepType.MATCHING, Result.WARNING, e.reason());
      return Optional.empty();
    }
  }

  /** The counterpart of an entry as a search shows it; empty if it shows none, or several. */
  private Optional<Entry> search(KnownEntry member) {
    try {
      return looked(member).flatMap(Looked::search);
    } catch (EntryFailure e) {
      events.step(
          "EntryMatching", StepType.MATCHING, Result.WARNING, e.reason() + " None is removed.");
      return Optional.empty();
    }
  }

  private Optional<Looked> looked(KnownEntry member) {
    return run.connection()
        .source()
        .find(member.type(), member.id())
        .flatMap(change -> mapping(change, member)
            .map(theirs -> new Looked(
                new Matching(run, theirs, change.entry(), member, events), change.gone())));
  }

  private Optional<ObjectMapping> mapping(Change change, KnownEntry member) {
    JobMapping all = run.connection().mapping();
    return change.gone() ? all.ofGone(member.type(), member.targetType()) : all.of(change.entry());
  }

  /**
   * Look at a counterpart.
   *
   * @param gone whether the source has no values of its entry any more
   */
  private record Looked(Matching matching, boolean gone) {

    boolean isThere() {
      return read().filter(there -> !isOther(there)).isPresent();
    }

    boolean isOther() {
      return read().filter(this::isOther).isPresent();
    }

    private boolean isOther(Entry there) {
      return new Recognition(matching, gone).isOther(there);
    }

    private Optional<Entry> read() {
      String id = String.valueOf(matching.known().targetId());
      return matching.run().connection().target().read(matching.mapping().targetType(), id);
    }

    /** The counterpart as a search shows it, unless it belongs to another entry. */
    Optional<Entry> search() {
      SyncRun run = matching.run();
      ObjectMapping theirs = matching.mapping();
      String entryId = matching.known().id();
      return matching
          .findAgain(gone)
          .map(found ->
              new IdCases(run).identified(theirs.targetType(), matching.known().targetId(), found))
          .filter(found -> run.claim(theirs, found.id(), entryId).equals(entryId));
    }
  }
}
