package io.syncjobs.server.engine.entry;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a job knows of an entry that it has read.
 *
 * @param type of the entry in the source
 * @param id of the entry in the source
 * @param targetType of its counterpart; null if it has none
 * @param targetId of its counterpart; null if it has none
 * @param flowed fingerprints of the values that were written to the counterpart last, by the target's attribute
 * @param referencesPending whether what it refers to is to be looked at
 * @param held whether it should have been deleted, but too many were
 * @param failures how often in a row it has failed; 0 if it isn't in escrow
 * @param byReference whether it failed for what it refers to
 * @param retryAt when it is to be tried again; null if it hasn't failed
 */
public record KnownEntry(
    String type,
    String id,
    @Nullable String targetType,
    @Nullable String targetId,
    Map<String, String> flowed,
    boolean referencesPending,
    boolean held,
    int failures,
    boolean byReference,
    @Nullable Instant retryAt) {

  public KnownEntry {
    flowed = Map.copyOf(flowed);
  }

  /** One that nothing is known of. */
  public static KnownEntry unknown(String type, String id) {
    return new KnownEntry(type, id, null, null, Map.of(), false, false, 0, false, null);
  }

  /** Whether there is anything to remember. */
  public boolean worthKeeping() {
    return targetId != null || failures > 0 || held;
  }

  /** With a counterpart that has these values. */
  public KnownEntry linked(String toType, String toId, Map<String, String> values) {
    return new KnownEntry(type, id, toType, toId, values, referencesPending, false, 0, false, null);
  }

  /** With a look at what it refers to still to come, or not. */
  public KnownEntry pending(boolean still) {
    return new KnownEntry(
        type, id, targetType, targetId, flowed, still, held, failures, byReference, retryAt);
  }

  /** Having gone well. */
  public KnownEntry well() {
    return new KnownEntry(
        type, id, targetType, targetId, flowed, referencesPending, false, 0, false, null);
  }

  /** Without a counterpart. */
  public KnownEntry unlinked() {
    return unknown(type, id);
  }

  /** Not deleted, as too many were. */
  public KnownEntry heldBack() {
    return new KnownEntry(
        type, id, targetType, targetId, flowed, referencesPending, true, 0, false, null);
  }

  /** Having failed once more. */
  public KnownEntry failed(boolean forReference, Instant again) {
    return new KnownEntry(
        type,
        id,
        targetType,
        targetId,
        flowed,
        referencesPending,
        held,
        failures + 1,
        forReference,
        again);
  }
}
