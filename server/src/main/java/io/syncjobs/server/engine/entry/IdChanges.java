package io.syncjobs.server.engine.entry;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells whether ids of counterparts that the job knows may be out of date in the target. For one run; safe for use by many threads. */
public final class IdChanges {

  /**
   * Looks of a run at counterparts that give no cause to doubt their ids. A few changes of references cost a request each, which is little beside the changes
   * themselves; a run that changes very many has looked at a good sample then.
   */
  static final int MOST_LOOKS = 1000;

  /** Ids to remember, so that memory is bounded; a forgotten one is read again. */
  private static final int MOST_VERIFIED = 20_000;

  private final boolean allRead;
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicBoolean exhausted = new AtomicBoolean();
  private final RecentMap<String, Boolean> verified = new RecentMap<>(MOST_VERIFIED);
  private final RecentMap<String, Boolean> sought = new RecentMap<>(MOST_VERIFIED);
  private final RecentMap<Held, Boolean> left = new RecentMap<>(MOST_VERIFIED);
  private final RecentMap<String, Boolean> passedOn = new RecentMap<>(MOST_VERIFIED);
  private volatile boolean seen;

  /** An id that the counterpart of an entry has or had. */
  private record Held(String entryId, String targetId) {}

  /**
   * @param allRead whether the run finds all counterparts before it refers to them, as that of a whole initial cycle does, but for entries that change
   *     meanwhile
   */
  public IdChanges(boolean allRead) {
    this.allRead = allRead;
  }

  /** Notes that the target has given a counterpart another id. The database learns it when the page is stored. */
  void see(Outcome.Move move) {
    seen = true;
    String to = move.to();
    synchronized (verified) {
      passedOn.put(move.from(), true);
    }
    synchronized (left) {
      left.put(new Held(move.entry().id(), move.from()), true);
      if (to != null) {
        left.remove(new Held(move.entry().id(), to));
      }
    }
  }

  /** True if the run has seen that the counterpart of an entry does not have an id any more. */
  boolean hasLeft(String entryId, String targetId) {
    synchronized (left) {
      return left.containsKey(new Held(entryId, targetId));
    }
  }

  /** True if others may have other ids as well, since the run has seen one that does. */
  boolean areLikely() {
    return seen && mayBeUnread();
  }

  /** True if the run may look at one more counterpart, whose id nothing makes doubtful. */
  boolean mayLook() {
    return mayBeUnread() && looks.incrementAndGet() <= MOST_LOOKS;
  }

  /** True once, when the run has made as many looks as it may. */
  boolean mayLookNoMore() {
    return mayBeUnread() && !exhausted.getAndSet(true);
  }

  /** Notes that the run has seen a counterpart under an id, or created it. */
  void verify(String id) {
    synchronized (verified) {
      verified.put(id, true);
    }
  }

  /**
   * True once, if the run may search for a counterpart that it has seen under its id: what the target shows there may be all that is left of it, and the
   * target gives cause to think so.
   */
  boolean maySearch(String id) {
    synchronized (sought) {
      return !sought.containsKey(id) && mayLook() && sought.put(id, true) == null;
    }
  }

  boolean isVerified(String id) {
    synchronized (verified) {
      return verified.containsKey(id);
    }
  }

  /**
   * True if the run has seen a counterpart under an id, and none that had it before: the database may still know that by it, since it learns ids later than the
   * run.
   */
  boolean isVerifiedAsKnown(String id) {
    synchronized (verified) {
      return verified.containsKey(id) && !passedOn.containsKey(id);
    }
  }

  /** True if ids may be out of date that were not read lately. */
  boolean arePossible() {
    return !allRead;
  }

  /** True if the run may know ids that it hasn't read. One that reads all trusts them as soon as it can't remember which. */
  private boolean mayBeUnread() {
    synchronized (verified) {
      return !allRead || !verified.isForgetful();
    }
  }
}
