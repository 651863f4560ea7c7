package io.syncjobs.server.audit;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Deletes events whose retention time has ended. */
@Component
class AuditRetention {

  /** Small, so that other writers don't wait long. */
  private static final int BATCH = 500;

  private final AuditLog log;
  private final AuditProperties properties;
  private final Clock clock;

  AuditRetention(AuditLog log, AuditProperties properties, Clock clock) {
    this.log = log;
    this.properties = properties;
    this.clock = clock;
  }

  /** Deletes expired events. Several nodes may run this at once. */
  @Scheduled(initialDelay = 2, fixedDelay = 30, timeUnit = TimeUnit.MINUTES)
  void deleteExpired() {
    Instant before = clock.instant().minus(properties.retention());
    for (String tenant : log.tenants()) {
      while (log.deleteBefore(tenant, before, BATCH) == BATCH) {
        // Each call is a transaction of its own.
      }
    }
  }
}
