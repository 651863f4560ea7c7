package io.syncjobs.server.job.progress;

import org.jspecify.annotations.Nullable;

/**
 * What a job has got done and what stands in its way. It is kept while the job is stopped.
 *
 * @param everStarted whether the job was ever started
 * @param initialCycleDone whether its initial cycle was finished
 * @param watermark how far it has read the source; null before the initial cycle is finished. Opaque
 * @param dataStored whether it keeps a view of the objects that it has read
 * @param escrows how many objects are put aside with errors
 * @param deletesForced whether the next cycle may delete more than is usually allowed
 * @param failures how many runs in a row have failed
 * @param quarantine null if it isn't in quarantine
 * @param due whether somebody asked for a cycle that hasn't begun
 * @param cycle the cycle that is under way; null between cycles
 * @param history what the cycles have come to
 */
public record Progress(
    boolean everStarted,
    boolean initialCycleDone,
    @Nullable String watermark,
    boolean dataStored,
    long escrows,
    boolean deletesForced,
    long failures,
    @Nullable Quarantine quarantine,
    boolean due,
    @Nullable Cycle cycle,
    History history) {

  /** That of a job which was never started. */
  public static final Progress NONE =
      new Progress(false, false, null, false, 0, false, 0, null, false, null, History.NONE);

  /** That of a job which has been started, and is to begin a cycle. */
  public Progress started() {
    return new Progress(
        true,
        initialCycleDone,
        watermark,
        dataStored,
        escrows,
        deletesForced,
        failures,
        quarantine,
        true,
        cycle,
        history);
  }

  /** Without quarantine. */
  public Progress released() {
    return in(null, 0);
  }

  /** In quarantine or out of it, after some failures in a row. */
  public Progress in(@Nullable Quarantine other, long failuresInARow) {
    return new Progress(
        everStarted,
        initialCycleDone,
        watermark,
        dataStored,
        escrows,
        deletesForced,
        failuresInARow,
        other,
        due,
        cycle,
        history);
  }

  /** Without failed objects. */
  public Progress withoutEscrows() {
    return withEscrows(0);
  }

  /** With so many failed objects. */
  public Progress withEscrows(long failed) {
    return new Progress(
        everStarted,
        initialCycleDone,
        watermark,
        dataStored,
        failed,
        deletesForced,
        failures,
        quarantine,
        due,
        cycle,
        history);
  }

  /** At the beginning, so that every object is evaluated again. A cycle that is under way is finished before. */
  public Progress fromTheBeginning() {
    return new Progress(
        everStarted,
        false,
        null,
        dataStored,
        escrows,
        deletesForced,
        failures,
        quarantine,
        due,
        cycle == null ? null : cycle.asStale(),
        history);
  }

  /** Having read the source up to a watermark. */
  public Progress upTo(String reached) {
    return new Progress(
        everStarted,
        true,
        reached,
        dataStored,
        escrows,
        false,
        failures,
        quarantine,
        due,
        cycle,
        history);
  }

  /** Without the view of what was read. */
  public Progress withoutData() {
    return new Progress(
        everStarted,
        initialCycleDone,
        watermark,
        false,
        escrows,
        deletesForced,
        failures,
        quarantine,
        due,
        cycle,
        history.uncounted());
  }

  /** With leave to delete as much as there is, or without. */
  public Progress withDeletesForced(boolean forced) {
    return new Progress(
        everStarted,
        initialCycleDone,
        watermark,
        dataStored,
        escrows,
        forced,
        failures,
        quarantine,
        due,
        cycle,
        history);
  }

  /** With a cycle that somebody takes on, and that keeps a view of what it reads. */
  public Progress claimed(Cycle current) {
    return new Progress(
        everStarted,
        initialCycleDone,
        watermark,
        true,
        escrows,
        deletesForced,
        failures,
        quarantine,
        false,
        current,
        history);
  }

  /** With the cycle that is under way at another place. */
  public Progress with(Cycle current) {
    return new Progress(
        everStarted,
        initialCycleDone,
        watermark,
        dataStored,
        escrows,
        deletesForced,
        failures,
        quarantine,
        due,
        current,
        history);
  }

  /** With no cycle under way; one that was doesn't go on. */
  public Progress withoutCycle() {
    return new Progress(
        everStarted,
        initialCycleDone,
        watermark,
        dataStored,
        escrows,
        deletesForced,
        failures,
        quarantine,
        due,
        null,
        history);
  }

  /** With another history. */
  public Progress with(History other) {
    return new Progress(
        everStarted,
        initialCycleDone,
        watermark,
        dataStored,
        escrows,
        deletesForced,
        failures,
        quarantine,
        due,
        cycle,
        other);
  }
}
