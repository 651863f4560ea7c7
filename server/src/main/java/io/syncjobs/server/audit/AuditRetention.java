package io.syncjobs.server.audit;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets events that are older than the log is kept. */
@Component
class AuditRetention {

  /** So few that others who want to write don't wait long. */
  private static final int BATCH = 500;

  private final AuditLog log;
  private final AuditProperties properties;
  private final Clock clock;

  AuditRetention(AuditLog log, AuditProperties properties, Clock clock) {
    this.log = log;
    this.properties = properties;
    this.clock = clock;
  }

  /** Forgets what is too old by now. Several nodes may do so at once. */
  @Scheduled(initialDelay = 2, fixedDelay = 30, timeUnit = TimeUnit.MINUTES)
  void forgetExpired() {
    Instant before = clock.instant().minus(properties.retention());
    for (String tenant : log.tenants()) {
      while (log.forget(tenant, before, BATCH) == BATCH) {
        // Each batch is a transaction of its own.
      }
    }
  }
}
