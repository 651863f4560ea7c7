package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.job.progress.Counters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of the work on an entry.
 *
 * @param before the job's knowledge of the entry with which the work began
 * @param known the job's knowledge of the entry now
 * @param event event for the provisioning log; null for none
 * @param counters counters to add
 * @param references references that were written to the counterpart
 * @param deleted ids of counterparts that the target has no longer
 */
public record Outcome(
    KnownEntry before,
    KnownEntry known,
    @Nullable ProvisioningEvent event,
    Counters counters,
    List<ReferenceChanges> references,
    List<String> deleted) {

  public Outcome {
    references = List.copyOf(references);
    deleted = List.copyOf(deleted);
  }

  /** Outcome that only changes the job's knowledge of an entry. */
  public static Outcome of(KnownEntry before, KnownEntry known) {
    return new Outcome(before, known, null, Counters.NONE, List.of(), List.of());
  }

  /** True if the entry has a counterpart that it did not have before, which entries that refer to it have to learn. */
  public boolean hasNewCounterpart() {
    return known.targetId() != null && (before.targetId() == null || !deleted.isEmpty());
  }

  /** Keeps only the write counters, and no failure in the log: the next attempt counts and logs it, unless the entry changes meanwhile. */
  public Outcome countingWrites() {
    boolean failed = event != null && event.result() == ProvisioningEvent.Result.FAILURE;
    return new Outcome(
        before, known, failed ? null : event, counters.written(), references, deleted);
  }
}
