package io.syncjobs.server.engine.entry;

import io.syncjobs.server.connector.TargetException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells a target that can't be used from one that fails at requests about some entries: whatever is wrong with those, others must not keep access for it. A
 * request fails if its connection breaks or its answer is late, forbidding, an error or not SCIM. The target is at fault if it fails at many entries in a row,
 * if it answers no neutral request either, or if it has never taken an entry of the job and fails at several. If it serves entries of other types meanwhile,
 * only those of the type are at fault, so that others lose and get access. For one run; safe for use by many threads.
 */
public final class TargetFailures {

  /** Answers in a row that are forgiven to a target. */
  private static final int MOST = 50;

  /** The same for answers that don't come, each of which takes long. */
  private static final int MOST_LATE = 10;

  private final boolean hasTaken;
  private final AtomicInteger inARow = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();

  /** Failures at types that the target doesn't serve, while it serves others. */
  private final Map<String, TargetException> unserved = new ConcurrentHashMap<>();

  private volatile boolean answered;
  private volatile boolean answersOthers;
  private volatile @Nullable TargetException last;

  /** @param hasTaken whether entries of the job have counterparts in the target */
  public TargetFailures(boolean hasTaken) {
    this.hasTaken = hasTaken;
  }

  /** Records that the target has done what an entry needed. */
  void answered() {
    answered = true;
    inARow.set(0);
  }

  /**
   * Counts a failure and tells whether the target is at fault.
   *
   * @param type type of the entry in the target
   * @param again whether requests about the entry failed in earlier cycles, which says nothing about the target
   * @param neutral whether the target answers a request about no entry of the type
   * @param others whether the target serves entries of another type
   */
  boolean isOfTarget(
      TargetException failure,
      String type,
      boolean again,
      BooleanSupplier neutral,
      BooleanSupplier others) {
    if (!failure.mayConcernEntry()) {
      return failure.problem().ofTarget();
    }
    if (unserved.containsKey(type)) {
      return false;
    }
    if (failsAtAll(failure, again, neutral)) {
      if (!others.getAsBoolean()) {
        return true;
      }
      inARow.set(0);
      unserved.put(type, failure);
      return false;
    }
    last = failure;
    failed.incrementAndGet();
    return false;
  }

  /** True if the target fails at all entries of the type, as far as this failure tells. */
  private boolean failsAtAll(TargetException failure, boolean again, BooleanSupplier neutral) {
    int most = failure.problem() == TargetException.Problem.TIMEOUT ? MOST_LATE : MOST;
    if (!again && inARow.incrementAndGet() > most) {
      return true;
    }
    if (mayBegin(failure) || (!answered && !answersOthers)) {
      if (!neutral.getAsBoolean()) {
        return true;
      }
      answersOthers = true;
    }
    return false;
  }

  /**
   * Makes sure that the target serves entries of a type, as far as the run knows, so that no further request is sent in vain.
   *
   * @throws EntryFailure if it doesn't
   */
  void requireServed(String type) {
    TargetException failure = unserved.get(type);
    if (failure != null) {
      throw EntryFailure.unserved(type, failure);
    }
  }

  /** The failure of an entry of a type. */
  EntryFailure at(String type, TargetException failure) {
    return unserved.containsKey(type)
        ? EntryFailure.unserved(type, failure)
        : EntryFailure.of(failure);
  }

  /** True if the target serves some types of entries, and others not at all. */
  public boolean servesSomeOnly() {
    return !unserved.isEmpty();
  }

  /** True for failures that may begin for all entries at any time, since a token expires and a target gets busy. */
  private static boolean mayBegin(TargetException failure) {
    return failure.problem() == TargetException.Problem.REJECTED_CREDENTIALS
        || failure.problem() == TargetException.Problem.UNAVAILABLE;
  }

  /** The last failure, if the target has taken no entry of the job so far and failed at several. */
  public Optional<TargetException> ofUselessTarget() {
    return hasTaken || answered || failed.get() < 2 ? Optional.empty() : Optional.ofNullable(last);
  }
}
