package io.syncjobs.server.job.progress;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Results of the cycles of a job.
 *
 * @param last the last execution; null before the first
 * @param lastSuccessful the last execution without errors
 * @param lastSuccessfulWithExports the last execution without errors that wrote to the target
 * @param steadySince first time at which nothing was left to do; null for never
 * @param steadyLast last time at which nothing was left to do; null for never
 * @param escrowsPruned whether errors were forgotten because the initial cycle had too many
 * @param readUpTo number of the last change that was ever read from the source, also after a restart
 * @param entryCounts number of entries that have a counterpart, by source and target type, such as {@code User to User}
 */
@RecordBuilder
public record History(
    @Nullable Execution last,
    @Nullable Execution lastSuccessful,
    @Nullable Execution lastSuccessfulWithExports,
    @Nullable Instant steadySince,
    @Nullable Instant steadyLast,
    boolean escrowsPruned,
    long readUpTo,
    Map<String, Long> entryCounts) {

  /** History of a job that never ran. */
  public static final History NONE =
      HistoryBuilder.builder().entryCounts(Map.of()).build();

  public History {
    entryCounts = Map.copyOf(entryCounts);
  }

  private HistoryBuilder copy() {
    return HistoryBuilder.builder(this);
  }

  /** True if any entry has a counterpart. */
  public boolean isLinked() {
    return entryCounts.values().stream().anyMatch(number -> number > 0);
  }

  /** Adds an execution. */
  public History withExecution(Execution execution) {
    HistoryBuilder next = copy().last(execution);
    if (execution.result() == Execution.Result.SUCCEEDED) {
      next.lastSuccessful(execution);
      if (execution.counters().exported() > 0) {
        next.lastSuccessfulWithExports(execution);
      }
    }
    return next.build();
  }

  /** Marks a time at which nothing was left to do. */
  public History steadyAt(Instant time) {
    return copy()
        .steadySince(steadySince == null ? time : steadySince)
        .steadyLast(time)
        .build();
  }

  /** Marks that errors were forgotten because the initial cycle had too many, or clears the mark. */
  public History withEscrowsPruned(boolean pruned) {
    return copy().escrowsPruned(pruned).build();
  }

  /** Marks the source as read up to a change; a lower number than before changes nothing. */
  public History withReadUpTo(long change) {
    return copy().readUpTo(Math.max(readUpTo, change)).build();
  }

  /** Adds to the numbers of entries that have a counterpart; negative numbers subtract. */
  public History withMoreEntries(Map<String, Long> more) {
    SortedMap<String, Long> counts = new TreeMap<>(entryCounts);
    more.forEach((kind, number) -> counts.merge(kind, number, Long::sum));
    counts.values().removeIf(number -> number == 0);
    return copy().entryCounts(counts).build();
  }

  /** Forgets which entries have a counterpart. */
  public History withoutEntryCounts() {
    return copy().entryCounts(Map.of()).build();
  }
}
