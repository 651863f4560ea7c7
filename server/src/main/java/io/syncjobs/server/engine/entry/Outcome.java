package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.job.progress.Counters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of the work on an entry.
 *
 * @param known the job's knowledge of the entry now
 * @param event event for the provisioning log; null for none
 * @param counters counters to add
 * @param linkedBefore whether the entry had a counterpart before
 * @param references references that were written to the counterpart
 * @param deleted ids of counterparts that the target has no longer
 */
public record Outcome(
    KnownEntry known,
    @Nullable ProvisioningEvent event,
    Counters counters,
    boolean linkedBefore,
    List<ReferenceChanges> references,
    List<String> deleted) {

  public Outcome {
    references = List.copyOf(references);
    deleted = List.copyOf(deleted);
  }

  /** Outcome that only changes the job's knowledge of an entry. */
  public static Outcome of(KnownEntry known) {
    return new Outcome(known, null, Counters.NONE, known.targetId() != null, List.of(), List.of());
  }

  /** Outcome that forgets an entry. */
  public static Outcome forgetting(KnownEntry known) {
    return new Outcome(
        known.unlinked(), null, Counters.NONE, known.targetId() != null, List.of(), List.of());
  }

  /** True if the entry had no counterpart and got none, as far as the work on it knows. */
  public boolean foundNoCounterpart() {
    return known.targetId() == null && !linkedBefore && deleted.isEmpty();
  }

  /** True if the entry has a counterpart that it did not have before, which entries that refer to it have to learn. */
  public boolean hasNewCounterpart() {
    return known.targetId() != null && (!linkedBefore || !deleted.isEmpty());
  }

  /** Keeps only the write counters, and no failure in the log: the next attempt counts and logs it, unless the entry changes meanwhile. */
  public Outcome countingWrites() {
    boolean failed = event != null && event.result() == ProvisioningEvent.Result.FAILURE;
    return new Outcome(
        known, failed ? null : event, counters.written(), linkedBefore, references, deleted);
  }
}
