package io.syncjobs.server.job.progress;

/**
 * What a cycle has done so far, or did; the counts of Graph's synchronizationTaskExecution.
 *
 * @param imported entries that were read
 * @param importedDeltas of these, those that had changed since the cycle before
 * @param importedReferenceDeltas entries whose references were looked at
 * @param entitled of the read entries, those in scope
 * @param escrowed entries that failed
 * @param exports entries that were to be written
 * @param exported of these, those that were
 * @param deletes entries that were deleted or disabled, or should have been
 */
public record Counters(
    long imported,
    long importedDeltas,
    long importedReferenceDeltas,
    long entitled,
    long escrowed,
    long exports,
    long exported,
    long deletes) {

  /** Those of a cycle that begins. */
  public static final Counters NONE = new Counters(0, 0, 0, 0, 0, 0, 0, 0);

  /** But those of what was written. */
  public Counters written() {
    return new Counters(0, 0, 0, 0, 0, exports, exported, deletes);
  }

  /** These and others together. */
  public Counters plus(Counters other) {
    return new Counters(
        imported + other.imported,
        importedDeltas + other.importedDeltas,
        importedReferenceDeltas + other.importedReferenceDeltas,
        entitled + other.entitled,
        escrowed + other.escrowed,
        exports + other.exports,
        exported + other.exported,
        deletes + other.deletes);
  }
}
