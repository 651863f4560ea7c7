package io.syncjobs.server.engine.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Clock that stands still until it is moved. For one thread. */
final class SimulatedClock extends Clock {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Instant now = START;

  /** Starts again, for the next run. */
  void reset() {
    now = START;
  }

  void advance(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
