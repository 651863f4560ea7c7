package io.syncjobs.server.job.progress;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A cycle that is under way. It is kept with the job, so that whichever node has it goes on where the last one stopped.
 *
 * @param id a GUID
 * @param runner who has it: a new one with each node that takes it over, by which one that lost it knows
 * @param initial whether every entry is looked at, changed or not
 * @param stale whether something changed meanwhile that asks for another look at every entry
 * @param from the source's changes after this one are read
 * @param upTo and none after this one
 * @param phase what is being done
 * @param cursor how far that has got; null at its beginning
 * @param began when the cycle began
 * @param observed when it was last seen to get on
 * @param total how many changes there are to read
 * @param counters what it has done
 */
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

  /** Has a cycle that failed, until there is another attempt. */
  public static final String NOBODY = "";

  /** What is done in a cycle, in this order. */
  public enum Phase {
    /** Entries that failed before, and deletions that were held back and may be done now. */
    RETRIES,
    /** Entries that changed, without what they refer to. */
    ENTRIES,
    /** What entries refer to, now that all are there. */
    REFERENCES
  }

  /** The same in other hands. */
  public Cycle takenBy(String other) {
    return new Cycle(
        id, other, initial, stale, from, upTo, phase, cursor, began, observed, total, counters);
  }

  /** The same, whose end won't be the end of the initial cycle. */
  Cycle asStale() {
    return new Cycle(
        id, runner, initial, true, from, upTo, phase, cursor, began, observed, total, counters);
  }

  /** The same at a later place, with what was done on the way there. */
  public Cycle at(Phase laterPhase, @Nullable String laterCursor, Counters done, Instant now) {
    return new Cycle(
        id,
        runner,
        initial,
        stale,
        from,
        upTo,
        laterPhase,
        laterCursor,
        began,
        now,
        total,
        counters.plus(done));
  }
}
