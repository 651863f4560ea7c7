package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Change;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.mapping.JobMapping;
import io.syncjobs.server.mapping.ObjectMapping;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the ids that referenced counterparts have by now, of which the job has not learnt yet.
 *
 * @param run the run
 * @param events recorder of the matches
 */
record MovedReferences(SyncRun run, EventRecorder events) {

  /**
   * Finds the ids that counterparts have by now, as far as the target shows references to no entry, or none at all. Each is searched for like a
   * counterpart that left.
   *
   * @return the new ids by those that are known
   */
  Map<String, String> newIds(Set<String> known, Set<String> shown) {
    JobKey job = run.connection().key();
    Set<String> missing = IdSets.without(known, IdSets.inAnyCase(shown));
    Set<String> strangers = IdSets.inAnyCase(IdSets.without(shown, known));
    strangers.removeAll(run.entries().sources(job, strangers).keySet());
    if (missing.isEmpty() || (strangers.isEmpty() && !shown.isEmpty())) {
      return Map.of();
    }
    Map<String, String> ids = new LinkedHashMap<>();
    run.entries().find(job, run.entries().sources(job, missing).values()).values().stream()
        .filter(entry -> missing.contains(String.valueOf(entry.targetId())))
        .forEach(entry -> newId(entry)
            .filter(id ->
                shown.isEmpty() ? !IdSets.inAnyCase(known).contains(id) : strangers.contains(id))
            .ifPresent(id -> ids.put(String.valueOf(entry.targetId()), id)));
    return ids;
  }

  /** Id under which a search shows the counterpart of an entry; empty if it shows none, or several. */
  private Optional<String> newId(KnownEntry member) {
    try {
      return run.connection()
          .source()
          .find(member.type(), member.id())
          .flatMap(change -> mapping(change, member)
              .flatMap(theirs -> new Matching(run, theirs, change.entry(), member, events)
                  .findAgain(change.gone())))
          .map(Entry::id);
    } catch (EntryFailure e) {
      events.step(
          "EntryMatching", StepType.MATCHING, Result.WARNING, e.reason() + " None is removed.");
      return Optional.empty();
    }
  }

  private Optional<ObjectMapping> mapping(Change change, KnownEntry member) {
    JobMapping all = run.connection().mapping();
    return change.gone() ? all.ofGone(member.type(), member.targetType()) : all.of(change.entry());
  }
}
