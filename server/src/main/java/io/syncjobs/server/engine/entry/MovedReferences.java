package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.job.JobKey;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
   * @param looked ids of counterparts that were looked for already
   * @return the new ids by those that are known
   */
  Map<String, String> newIds(
      Set<String> known, Set<String> dangling, Set<String> shown, Set<String> looked) {
    Set<String> all = IdSets.inAnyCase(known);
    all.addAll(dangling);
    boolean strangers = showsStranger(all, shown);
    Set<String> missing =
        IdSets.without(shown.isEmpty() || strangers ? all : known, IdSets.inAnyCase(shown));
    Map<String, String> ids = new LinkedHashMap<>();
    for (KnownEntry member : members(IdSets.without(missing, looked))) {
      String id = String.valueOf(member.targetId());
      // One of the strangers may be the counterpart, though the target shows something under the
      // id.
      if (!run.idChanges().isVerified(id) || (strangers && run.idChanges().maySearch(id))) {
        search(member, shown)
            .filter(found -> !all.contains(found.entry().id()))
            .ifPresent(found -> ids.putAll(learn(member, found, false)));
      }
    }
    return ids;
  }

  /**
   * Finds the ids of counterparts by which the target doesn't take, or doesn't have, references to them. Each is searched for once, also if the target shows
   * something under its id, which may be all that is left of it.
   *
   * @param shown ids that the target shows
   * @return the new ids by those that are known
   */
  Map<String, String> ofRefused(Set<String> refused, Set<String> shown) {
    Map<String, String> ids = new LinkedHashMap<>();
    for (KnownEntry member : members(refused)) {
      if (run.idChanges().maySearch(String.valueOf(member.targetId()))) {
        var unused = looking(() -> Looked.at(run, member, events)
            .flatMap(looked -> looked.search(shown))
            .ifPresent(found -> ids.putAll(learn(member, found, false))));
      }
    }
    return ids;
  }

  /** Like {@link #current}, also if the target shows what is left of counterparts under ids that it refuses to refer to. */
  Map<String, String> currentOfRefused(Set<String> refused, Set<String> shown) {
    Map<String, String> ids = new LinkedHashMap<>(current(refused));
    ids.putAll(ofRefused(IdSets.without(refused, ids.keySet()), shown));
    return ids;
  }

  /**
   * Lets the job learn the ids of counterparts to which the target shows no reference, if it shows as many to others, and none that the job knows. They are
   * searched for as long as that finds those others.
   *
   * @param unshown ids that were written before
   */
  void learnUnknown(Set<String> unshown, Set<String> shown) {
    if (unshown.isEmpty()
        || shown.size() < unshown.size()
        || !new IdCases(run).known(shown).isEmpty()) {
      return;
    }
    Set<String> some = unshown.stream().limit(IdChanges.MOST_LOOKS).collect(Collectors.toSet());
    for (KnownEntry member : members(some)) {
      String id = String.valueOf(member.targetId());
      if (!run.idChanges().hasLeft(member.id(), id)
          && !shown.contains(ofRefused(Set.of(id), shown).getOrDefault(id, ""))) {
        return;
      }
    }
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
   * to another entry. One that it shows nowhere is to be looked for by the next cycle. Those that the run has seen under their ids are not asked for again.
   *
   * @return the new ids by those that are known
   */
  Map<String, String> current(Set<String> known) {
    Looks looks = new Looks(Set.of());
    Set<String> unseen = new LinkedHashSet<>(known);
    unseen.removeIf(run.idChanges()::isVerified);
    members(unseen).forEach(member -> look(member, true, looks));
    return looks.now;
  }

  /** What looks at counterparts have found. For one thread. */
  static final class Looks {

    private final Set<String> taken;
    private final Map<String, String> now = new LinkedHashMap<>();
    private final Set<String> ofOthers = new LinkedHashSet<>();
    private final Set<String> looked = new LinkedHashSet<>();
    private final Map<String, String> untold = new LinkedHashMap<>();
    private @Nullable TargetException busy;

    private Looks(Set<String> taken) {
      this.taken = taken;
    }

    /** Ids not to refer to any more, as the job knew them. */
    Set<String> taken() {
      return taken;
    }

    /** Ids under the ones that counterparts have now, without those of somebody else. */
    Set<String> current(Set<String> known) {
      return IdSets.replaced(IdSets.without(known, IdSets.without(ofOthers, now.keySet())), now);
    }

    /** New ids by those that are known, also of counterparts that had the id of another. */
    Map<String, String> now() {
      return now;
    }

    /** Ids that the target has given to somebody who is no counterpart, and who has got no reference by a lost attempt. */
    Set<String> ofStrangers(Written memory) {
      return IdSets.without(IdSets.without(ofOthers, Set.copyOf(now.values())), memory.attempted());
    }

    /** Ids that were looked at. */
    Set<String> looked() {
      return looked;
    }

    /** Ids to refer to of which the target could not tell whose they are. After many attempts it is assumed that they are those of the counterparts. */
    Set<String> untold(KnownEntry referrer) {
      return referrer.doubtedLongEnough() ? Set.of() : untold.keySet();
    }

    /** Fails if there are such ids, so that they are looked at once more. */
    void requireTold(ReferenceWork work) {
      Set<String> ids = untold(work.known);
      if (!ids.isEmpty()) {
        throw TargetException.ofEntry(
            TargetException.Problem.ENTRY_REFUSED,
            "The target can't tell whose these ids are, which are not referred to yet: "
                + work.listed(ids) + ". " + untold.values().iterator().next(),
            "Look in the target for why it doesn't show these accounts. That is tried again.");
      }
    }

    /** Fails if the target asked for patience, so that not all could be looked at. */
    void requireAll() {
      if (busy != null) {
        throw busy;
      }
    }
  }

  /**
   * Looks at counterparts before access is given or withdrawn through their ids, unless the run has seen them under these: an id alone does not tell whose it is.
   *
   * @param given ids to refer to from now on
   * @param taken ids not to refer to any more
   * @param doubtful whether the entry that refers to them gives cause to look
   */
  Looks look(Set<String> given, Set<String> taken, boolean doubtful) {
    Looks looks = new Looks(taken);
    Set<String> all = new LinkedHashSet<>(given);
    all.addAll(taken);
    all.removeIf(run.idChanges()::isVerifiedAsKnown);
    try {
      for (KnownEntry member : members(all)) {
        String id = String.valueOf(member.targetId());
        if (doubtful || run.idChanges().areLikely() || run.idChanges().mayLook()) {
          look(member, given.contains(id), looks);
        } else if (run.idChanges().mayLookNoMore()) {
          noteUnlooked();
        }
      }
    } catch (TargetException e) {
      looks.busy = e;
    }
    return looks;
  }

  /**
   * Ids that counterparts had before and that the target has given to somebody else.
   *
   * @param owners entries of those counterparts by the ids
   */
  Set<String> ofStrangers(Map<String, EntryKey> owners) {
    Set<String> strangers = new LinkedHashSet<>();
    owners.forEach((id, owner) -> {
      var unused = looking(() -> Optional.ofNullable(
              run.entries().find(run.connection().key(), List.of(owner.id())).get(owner))
          .flatMap(known -> Looked.at(run, known, events))
          .filter(looked -> looked.showsOther(id))
          .ifPresent(looked -> strangers.add(id)));
    });
    return strangers;
  }

  private void noteUnlooked() {
    events.step(
        "EntryImportTarget",
        StepType.REFERENCE_RESOLUTION,
        Result.WARNING,
        "The cycle has read " + IdChanges.MOST_LOOKS
            + " counterparts before references to them were changed, and all had the ids that are known. It is assumed that the others have theirs, too: they are not read.");
  }

  /** @param needed whether one that is shown nowhere, or can't be looked at, is to be looked for later */
  private void look(KnownEntry member, boolean needed, Looks looks) {
    String failure = looking(() -> lookAt(member, needed, looks));
    if (failure != null && needed) {
      String id = String.valueOf(member.targetId());
      looks.untold.put(id, failure);
      counters.missing(id);
    }
  }

  private void lookAt(KnownEntry member, boolean needed, Looks looks) {
    String id = String.valueOf(member.targetId());
    Optional<Looked> looked = Looked.at(run, member, events);
    if (looked.isEmpty()) {
      return;
    }
    Optional<Entry> there = looked.get().read();
    boolean other = there.isPresent();
    if (other && !looked.get().recognition().isOther(there.get())) {
      run.idChanges().verify(id);
      return;
    }
    if (other) {
      looks.ofOthers.add(id);
    }
    Optional<Looked.Found> found = looked.get().search(Set.of());
    looks.looked.add(id);
    found.ifPresent(each -> looks.now.putAll(learn(member, each, other)));
    if (found.isEmpty() && (needed || other)) {
      counters.missing(id);
    }
  }

  private List<KnownEntry> members(Set<String> known) {
    if (known.isEmpty()) {
      return List.of();
    }
    JobKey job = run.connection().key();
    return run.entries().find(job, run.entries().sources(job, known).values()).values().stream()
        .filter(member -> known.contains(String.valueOf(member.targetId())))
        .toList();
  }

  /** Lets the job know the id that a counterpart has now, and those of counterparts that had it before. */
  private Map<String, String> learn(KnownEntry member, Looked.Found found, boolean reassigned) {
    Map<String, String> now = new LinkedHashMap<>();
    String from = String.valueOf(member.targetId());
    String to = found.entry().id();
    if (!from.equals(to)) {
      now.put(from, to);
      if (counters.moved(
          new Outcome.Move(EntryKey.of(member), from, to, reassigned), run.idChanges())) {
        events.step(
            "EntryImportTarget",
            StepType.REFERENCE_RESOLUTION,
            Result.WARNING,
            "The target shows the counterpart of " + member.id() + " as " + to + " now, instead of "
                + from + ".");
      }
    }
    found.owner().noteMoves(counters, events, run);
    found.owner().moves().forEach(move -> {
      if (move.to() != null) {
        now.putIfAbsent(move.from(), move.to());
      }
    });
    run.idChanges().verify(to);
    return now;
  }

  /** Nobody is found where the target can't tell, unless it asks for patience. Returns why it can't; null if it can. */
  private @Nullable String looking(Runnable look) {
    String failure;
    try {
      look.run();
      return null;
    } catch (EntryFailure e) {
      failure = e.reason();
    } catch (TargetException e) {
      if (SyncRun.isBusy(e)) {
        throw e;
      }
      failure = e.reason();
    }
    events.step("EntryMatching", StepType.MATCHING, Result.WARNING, failure);
    return failure;
  }

  /** The counterpart of an entry as a search shows it; empty if it shows none, or several. */
  private Optional<Looked.Found> search(KnownEntry member, Set<String> shown) {
    try {
      return Looked.at(run, member, events).flatMap(looked -> looked.search(shown));
    } catch (EntryFailure e) {
      events.step(
          "EntryMatching", StepType.MATCHING, Result.WARNING, e.reason() + " None is removed.");
      return Optional.empty();
    }
  }
}
