package io.syncjobs.server.job.progress;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Counters of a cycle, those of Graph's synchronizationTaskExecution.
 *
 * @param imported entries that were read
 * @param importedDeltas read entries that had changed since the cycle before
 * @param importedReferenceDeltas entries whose references were examined
 * @param entitled read entries in scope
 * @param escrowed entries that failed
 * @param exports entries to write
 * @param exported entries that were written
 * @param deletes entries that were deleted or disabled, or whose deletion was held back
 */
@RecordBuilder
public record Counters(
    long imported,
    long importedDeltas,
    long importedReferenceDeltas,
    long entitled,
    long escrowed,
    long exports,
    long exported,
    long deletes) {

  /** Counters of a cycle that begins. */
  public static final Counters NONE = CountersBuilder.builder().build();

  /** Only the write counters. */
  public Counters written() {
    return CountersBuilder.builder()
        .exports(exports)
        .exported(exported)
        .deletes(deletes)
        .build();
  }

  /** All but the write counters. */
  public Counters withoutWrites() {
    return CountersBuilder.builder(this).exports(0).exported(0).deletes(0).build();
  }

  /** Adds other counters. */
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
