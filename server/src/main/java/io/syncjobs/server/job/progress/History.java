package io.syncjobs.server.job.progress;

import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a job's cycles have come to.
 *
 * @param last the last one; null if there was none
 * @param lastSuccessful the last one without errors
 * @param lastSuccessfulWithExports the last one without errors that wrote to the target
 * @param steadySince when there was nothing left to do for the first time; null for never
 * @param steadyLast when that was so last
 * @param escrowsPruned whether errors were forgotten because the initial cycle had too many
 * @param readUpTo the source's last change that was ever read, whatever was forgotten since
 * @param entryCounts how many entries are in step, by what they are here and there, such as {@code User to User}
 */
public record History(
    @Nullable Execution last,
    @Nullable Execution lastSuccessful,
    @Nullable Execution lastSuccessfulWithExports,
    @Nullable Instant steadySince,
    @Nullable Instant steadyLast,
    boolean escrowsPruned,
    long readUpTo,
    Map<String, Long> entryCounts) {

  /** That of a job which has never run. */
  public static final History NONE = new History(null, null, null, null, null, false, 0, Map.of());

  public History {
    entryCounts = Map.copyOf(entryCounts);
  }

  /** With a further cycle. */
  public History with(Execution execution) {
    boolean succeeded = execution.result() == Execution.Result.SUCCEEDED;
    boolean exported = succeeded && execution.counters().exported() > 0;
    return new History(
        execution,
        succeeded ? execution : lastSuccessful,
        exported ? execution : lastSuccessfulWithExports,
        steadySince,
        steadyLast,
        escrowsPruned,
        readUpTo,
        entryCounts);
  }

  /** With nothing left to do at a time. */
  public History steadyAt(Instant time) {
    return new History(
        last,
        lastSuccessful,
        lastSuccessfulWithExports,
        steadySince == null ? time : steadySince,
        time,
        escrowsPruned,
        readUpTo,
        entryCounts);
  }

  /** With errors forgotten, or not. */
  public History withEscrowsPruned(boolean pruned) {
    return new History(
        last,
        lastSuccessful,
        lastSuccessfulWithExports,
        steadySince,
        steadyLast,
        pruned,
        readUpTo,
        entryCounts);
  }

  /** Having read the source up to a change, or further. */
  public History havingRead(long change) {
    return new History(
        last,
        lastSuccessful,
        lastSuccessfulWithExports,
        steadySince,
        steadyLast,
        escrowsPruned,
        Math.max(readUpTo, change),
        entryCounts);
  }

  /** With more entries in step, or with fewer. */
  public History count(Map<String, Long> more) {
    SortedMap<String, Long> counts = new TreeMap<>(entryCounts);
    more.forEach((kind, number) -> counts.merge(kind, number, Long::sum));
    counts.values().removeIf(number -> number == 0);
    return new History(
        last,
        lastSuccessful,
        lastSuccessfulWithExports,
        steadySince,
        steadyLast,
        escrowsPruned,
        readUpTo,
        counts);
  }

  /** With no entry in step, as nothing is known of any. */
  History uncounted() {
    return new History(
        last,
        lastSuccessful,
        lastSuccessfulWithExports,
        steadySince,
        steadyLast,
        escrowsPruned,
        readUpTo,
        Map.of());
  }
}
