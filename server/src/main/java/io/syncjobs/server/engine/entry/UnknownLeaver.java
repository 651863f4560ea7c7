package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Action;
import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Change;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.engine.entry.EntryWork.Done;
import io.syncjobs.server.mapping.ObjectMapping;
import java.util.Optional;

/**
 * Withdrawal of access from a disabled or deleted entry that the job has never provisioned. An entry of the target that matches would be its counterpart if it
 * were enabled, and so loses access. It is not linked, since another entry may match it that is not disabled. For one thread.
 */
final class UnknownLeaver {

  private final EntryWork work;

  UnknownLeaver(EntryWork work) {
    this.work = work;
  }

  /**
   * True if a counterpart is looked for though the job knows none. Entries that never were in scope are none of its business; Graph speaks of users that were
   * "previously in scope".
   */
  static boolean isLookedFor(SyncRun run, ObjectMapping mapping, Change change) {
    return !change.gone()
        && mapping.flows().contains(ObjectMapping.Flow.DELETE)
        && run.inScope(mapping, change.entry());
  }

  Done withdraw() {
    Matching matching = work.matching();
    if (matching.traces().isEmpty()) {
      return skip(SkipReason.UNKNOWN);
    }
    Optional<Entry> match = work.search.own(matching.find());
    work.answered();
    if (match.isEmpty()) {
      return skip(SkipReason.NO_MATCH);
    }
    work.events.step(
        "EntryMatching",
        StepType.MATCHING,
        Result.WARNING,
        "The job has never provisioned the entry. It is assumed that the target's "
            + match.get().id() + ", which matches, belongs to it, so that its access ends.");
    Done done = withdraw(match.get());
    boolean open = done.action() == Action.STAGED_DELETE || work.waits();
    if (!open && work.known().targetId() != null) {
      work.events.deleted(work.known());
      if (done.action() == Action.DISABLE) {
        work.counters.referencesWritten(
            FoundLeavers.found(String.valueOf(work.known().targetId()), EntryKey.of(work.known())));
      }
      work.know(work.known().unlinked());
    }
    return done;
  }

  private Done withdraw(Entry match) {
    if (work.disabling().isEmpty()) {
      work.search.join(match);
      return new Withdrawal(work).delete();
    }
    return new CounterpartUpdate(work)
        .join(work.flow(true).only(work.disabling()), match, Action.DISABLE);
  }

  private Done skip(SkipReason why) {
    work.know(work.known().unlinked());
    return work.skip(Action.OTHER, why);
  }
}
