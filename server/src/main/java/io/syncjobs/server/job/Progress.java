package io.syncjobs.server.job;

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
 */
public record Progress(
    boolean everStarted,
    boolean initialCycleDone,
    @Nullable String watermark,
    boolean dataStored,
    long escrows,
    boolean deletesForced,
    long failures,
    @Nullable Quarantine quarantine) {

  /** That of a job which was never started. */
  public static final Progress NONE = new Progress(false, false, null, false, 0, false, 0, null);

  /** That of a job which has been started. */
  public Progress started() {
    return new Progress(
        true,
        initialCycleDone,
        watermark,
        dataStored,
        escrows,
        deletesForced,
        failures,
        quarantine);
  }

  /** Without quarantine. */
  public Progress released() {
    return new Progress(
        everStarted, initialCycleDone, watermark, dataStored, escrows, deletesForced, 0, null);
  }

  /** Without failed objects. */
  public Progress withoutEscrows() {
    return new Progress(
        everStarted,
        initialCycleDone,
        watermark,
        dataStored,
        0,
        deletesForced,
        failures,
        quarantine);
  }

  /** At the beginning, so that every object is evaluated again. */
  public Progress fromTheBeginning() {
    return new Progress(
        everStarted, false, null, dataStored, escrows, deletesForced, failures, quarantine);
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
        quarantine);
  }

  /** With leave to delete in the next cycle. */
  public Progress withDeletesForced() {
    return new Progress(
        everStarted, initialCycleDone, watermark, dataStored, escrows, true, failures, quarantine);
  }
}
