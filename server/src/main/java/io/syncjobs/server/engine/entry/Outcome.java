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

  /** True if entries that refer to this one have to learn that its counterpart is new or gone, or that they may refer to it no longer or again. */
  public boolean concernsReferrers() {
    boolean linked = known.targetId() != null && before.targetId() == null;
    boolean turned = before.withdrawn() != known.withdrawn();
    return linked || turned || !deleted.isEmpty();
  }

  /** Keeps only the write counters, and no failure in the log: the next attempt counts and logs it, unless the entry changes meanwhile. */
  public Outcome countingWrites() {
    boolean failed = event != null && event.result() == ProvisioningEvent.Result.FAILURE;
    return new Outcome(
        before, known, failed ? null : event, counters.written(), references, deleted);
  }
}
