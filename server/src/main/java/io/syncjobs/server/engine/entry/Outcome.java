package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.job.progress.Counters;
import java.util.List;
import java.util.stream.Stream;
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
 * @param moves counterparts that the target shows under other ids than before, also of entries that this one refers to
 * @param missing ids of counterparts that this entry refers to and that the target shows nowhere
 */
public record Outcome(
    KnownEntry before,
    KnownEntry known,
    @Nullable ProvisioningEvent event,
    Counters counters,
    List<ReferenceChanges> references,
    List<String> deleted,
    List<Move> moves,
    List<String> missing) {

  /**
   * A counterpart that has another id.
   *
   * @param entry entry whose counterpart it is
   * @param from id before
   * @param to id now; null if the target shows it nowhere
   * @param reassigned whether the target has given the id before to another entry
   */
  public record Move(EntryKey entry, String from, @Nullable String to, boolean reassigned) {}

  public Outcome {
    references = List.copyOf(references);
    deleted = List.copyOf(deleted);
    moves = List.copyOf(moves);
    missing = List.copyOf(missing);
  }

  /** Outcome that only changes the job's knowledge of an entry. */
  public static Outcome of(KnownEntry before, KnownEntry known) {
    return new Outcome(
        before, known, null, Counters.NONE, List.of(), List.of(), List.of(), List.of());
  }

  /** True if entries that refer to this one have to learn that its counterpart is new or gone, or that they may refer to it no longer or again. */
  public boolean concernsReferrers() {
    boolean turned = before.withdrawn() != known.withdrawn();
    return isLinked() || isFoundLeaver() || turned || !deleted.isEmpty() || !moves.isEmpty();
  }

  private boolean isLinked() {
    return known.targetId() != null && !known.targetId().equals(before.targetId());
  }

  private boolean isFoundLeaver() {
    return references.stream().anyMatch(FoundLeavers::isFound);
  }

  /** True if the entry was linked to a counterpart that the target had before, or has left and had one disabled. */
  boolean isFound() {
    return isFoundLeaver()
        || (isLinked() && (event == null || event.action() != ProvisioningEvent.Action.CREATE));
  }

  /** True if it is the entry's own counterpart that has another id. */
  boolean isOwn(Move move) {
    return move.entry().equals(EntryKey.of(before));
  }

  /** Ids of counterparts that no entry is linked to any more. */
  public List<String> unlinked() {
    return Stream.concat(deleted.stream(), moves.stream().map(Move::from)).toList();
  }

  /**
   * Keeps no write, neither as a figure nor in the log, as the entry is left to other work on it: what this work found written was written by that, which counts
   * and logs it, or the next attempt does.
   */
  public Outcome leftToOthers() {
    boolean written = event != null && event.result() == ProvisioningEvent.Result.SUCCESS;
    return new Outcome(
        before,
        known,
        written ? null : event,
        counters.withoutWrites(),
        references,
        deleted,
        moves.stream().filter(move -> !isOwn(move)).toList(),
        missing);
  }

  /** Keeps only the write counters, and no failure in the log: the next attempt counts and logs it, unless the entry changes meanwhile. */
  public Outcome countingWrites() {
    boolean failed = event != null && event.result() == ProvisioningEvent.Result.FAILURE;
    return new Outcome(
        before,
        known,
        failed ? null : event,
        counters.written(),
        references,
        deleted,
        moves,
        missing);
  }
}
