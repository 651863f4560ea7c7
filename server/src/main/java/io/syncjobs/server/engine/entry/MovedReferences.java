package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Change;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.mapping.JobMapping;
import io.syncjobs.server.mapping.ObjectMapping;
import java.util.LinkedHashSet;
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
   * Adds the ids that members to remove have by now, as far as the target shows members of no entry, or none at all. Each is searched for like a counterpart
   * that left.
   */
  Set<String> withNewIds(Set<String> remove, Set<String> shown) {
    JobKey job = run.connection().key();
    Set<String> missing = IdSets.without(remove, IdSets.inAnyCase(shown));
    Set<String> strangers = IdSets.inAnyCase(IdSets.without(shown, remove));
    strangers.removeAll(run.entries().sources(job, strangers).keySet());
    if (missing.isEmpty() || (strangers.isEmpty() && !shown.isEmpty())) {
      return remove;
    }
    Set<String> all = new LinkedHashSet<>(remove);
    run.entries().find(job, run.entries().sources(job, missing).values()).values().stream()
        .filter(member -> missing.contains(String.valueOf(member.targetId())))
        .flatMap(member -> newId(member).stream())
        .filter(
            id -> shown.isEmpty() ? !IdSets.inAnyCase(remove).contains(id) : strangers.contains(id))
        .forEach(all::add);
    return all;
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
