package io.syncjobs.server.job.progress;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Progress of a job: what it has done and what stands in its way. It outlives a stop of the job.
 *
 * @param everStarted whether the job was ever started
 * @param initialCycleDone whether its initial cycle was finished
 * @param watermark opaque position in the source up to which the job has read; null before the initial cycle is finished
 * @param dataStored whether the job keeps a view of the objects that it has read
 * @param escrows number of objects in escrow when a cycle last ended
 * @param escrowsForgotten whether the next cycle empties the escrow before it begins
 * @param deletesForced whether the next cycle may delete more than the deletion threshold allows
 * @param failures number of runs that failed in a row
 * @param quarantine null while the job is not in quarantine
 * @param due whether a requested cycle has not begun yet
 * @param cycle the cycle that is under way; null between cycles
 * @param history results of earlier cycles
 */
@RecordBuilder
public record Progress(
    boolean everStarted,
    boolean initialCycleDone,
    @Nullable String watermark,
    boolean dataStored,
    long escrows,
    boolean escrowsForgotten,
    boolean deletesForced,
    long failures,
    @Nullable Quarantine quarantine,
    boolean due,
    @Nullable Cycle cycle,
    History history) {

  /** Progress of a job that never ran. */
  public static final Progress NONE =
      ProgressBuilder.builder().history(History.NONE).build();

  private ProgressBuilder copy() {
    return ProgressBuilder.builder(this);
  }

  /** Requests a cycle. */
  public Progress started() {
    return copy().everStarted(true).due(true).build();
  }

  /** Leaves quarantine and forgets failed runs. */
  public Progress released() {
    return withQuarantine(null, 0);
  }

  /** Enters, keeps or leaves quarantine after a number of runs that failed in a row. */
  public Progress withQuarantine(@Nullable Quarantine other, long failuresInARow) {
    return copy().quarantine(other).failures(failuresInARow).build();
  }

  /** Forgets the objects in escrow, which stay in their table until the next cycle begins. */
  public Progress withoutEscrows() {
    return copy().escrows(0).escrowsForgotten(true).build();
  }

  /** Sets the number of objects in escrow. */
  public Progress withEscrows(long number) {
    return copy().escrows(number).build();
  }

  /** Forgets the watermark, so that the next cycle is an initial one. A cycle that is under way is finished first. */
  public Progress withoutWatermark() {
    return copy()
        .initialCycleDone(false)
        .watermark(null)
        .cycle(cycle == null ? null : cycle.asStale())
        .build();
  }

  /** Ends a cycle that has read the source up to a watermark. */
  public Progress withWatermark(String reached) {
    return copy().initialCycleDone(true).watermark(reached).deletesForced(false).build();
  }

  /** Forgets the view of the objects that were read. */
  public Progress withoutData() {
    return copy().dataStored(false).history(history.withoutEntryCounts()).build();
  }

  /** Lifts the deletion threshold for the next cycle, or restores it. */
  public Progress withDeletesForced(boolean forced) {
    return copy().deletesForced(forced).build();
  }

  /** Begins a cycle or takes one over; from then on the job keeps a view of what it reads. */
  public Progress claimed(Cycle current) {
    return copy()
        .dataStored(true)
        .escrowsForgotten(false)
        .due(false)
        .cycle(current)
        .build();
  }

  /** Moves the cycle that is under way. */
  public Progress withCycle(Cycle current) {
    return copy().cycle(current).build();
  }

  /** Ends or abandons the cycle that is under way. */
  public Progress withoutCycle() {
    return copy().cycle(null).build();
  }

  /** Replaces the history. */
  public Progress withHistory(History other) {
    return copy().history(other).build();
  }
}
