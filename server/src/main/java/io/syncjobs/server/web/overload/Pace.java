package io.syncjobs.server.web.overload;

import java.time.Duration;

/** Watches the rate of a transfer: free at first, then with a lower limit. For use by one thread. */
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

  /** Counts transferred bytes. */
  void moved(long more) {
    bytes += Math.max(more, 0);
  }

  /** Tells whether the transfer is fast enough. */
  boolean holds() {
    double earned = (double) bytes / bytesPerSecond * NANOS_PER_SECOND;
    return System.nanoTime() - startNanos <= patienceNanos + earned;
  }

  /**
   * Requires that the transfer is fast enough.
   *
   * @throws OverloadException if it is too slow
   */
  void check() {
    if (!holds()) {
      throw new OverloadException(OverloadException.Reason.PACE, 0);
    }
  }
}
