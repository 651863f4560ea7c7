package io.syncjobs.server.job.progress;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A cycle that is under way. It is stored with the job, so that another node can continue where the last one stopped.
 *
 * @param id a GUID
 * @param runner id of the run that works on the cycle. A node that takes the cycle over sets a new one, which tells the former runner that it lost the
 *     cycle
 * @param initial whether every entry is read, changed or not
 * @param stale whether the job was sent back to its initial cycle meanwhile
 * @param from number of the source's change after which the cycle reads
 * @param upTo number of the last change that it reads
 * @param phase what is being done
 * @param cursor position within the phase; null at its beginning
 * @param began when the cycle began
 * @param observed when it last advanced
 * @param total number of changes to read
 * @param counters what it has done
 */
@RecordBuilder
public record Cycle(
    String id,
    String runner,
    boolean initial,
    boolean stale,
    long from,
    long upTo,
    Phase phase,
    @Nullable String cursor,
    Instant began,
    Instant observed,
    long total,
    Counters counters) {

  /** Runner of a cycle that failed and waits for a retry. */
  public static final String NO_RUNNER = "";

  /** Phases of a cycle, in their order. */
  public enum Phase {
    /** Retries entries in escrow, and deletions that were held back and are allowed now. */
    RETRIES,
    /** Synchronizes entries that changed, without their references. */
    ENTRIES,
    /** Synchronizes references, now that the entries exist. */
    REFERENCES
  }

  private CycleBuilder copy() {
    return CycleBuilder.builder(this);
  }

  /** True if whoever goes on with the cycle reads every entry itself. */
  public boolean hasAllToRead() {
    return initial && phase == Phase.ENTRIES && cursor == null;
  }

  /** Hands the cycle to another runner. */
  public Cycle takenBy(String other) {
    return copy().runner(other).build();
  }

  /** Marks the cycle as one whose end is not the end of the initial cycle. */
  Cycle asStale() {
    return copy().stale(true).build();
  }

  /** Begins a phase. */
  public Cycle in(Phase later) {
    return copy().phase(later).cursor(null).build();
  }

  /** Advances the cycle and adds what was done on the way. */
  public Cycle at(Phase laterPhase, @Nullable String laterCursor, Counters done, Instant now) {
    return copy()
        .phase(laterPhase)
        .cursor(laterCursor)
        .observed(now)
        .counters(counters.plus(done))
        .build();
  }
}
