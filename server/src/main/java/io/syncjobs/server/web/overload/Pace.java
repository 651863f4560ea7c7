package io.syncjobs.server.web.overload;

import java.time.Duration;

/** Watches that bytes move on: patient at first, then at no less than a rate. For use by one thread. */
final class Pace {

  private static final long NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

  private final long startNanos = System.nanoTime();
  private final long patienceNanos;
  private final long bytesPerSecond;
  private long bytes;

  Pace(Duration patience, long bytesPerSecond) {
    this.patienceNanos = patience.toNanos();
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Counts bytes that have moved. */
  void moved(long more) {
    bytes += Math.max(more, 0);
  }

  /** Whether there's time for more. */
  boolean holds() {
    double earned = (double) bytes / bytesPerSecond * NANOS_PER_SECOND;
    return System.nanoTime() - startNanos <= patienceNanos + earned;
  }

  /**
   * Wants that there's time for more.
   *
   * @throws OverloadException if not
   */
  void check() {
    if (!holds()) {
      throw new OverloadException(OverloadException.Reason.PACE, 0);
    }
  }
}
