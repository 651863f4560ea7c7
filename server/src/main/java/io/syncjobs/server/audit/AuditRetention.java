package io.syncjobs.server.audit;

import io.syncjobs.server.platform.TenantClocks;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Deletes events whose retention time has ended. */
@Component
@EnableConfigurationProperties(AuditProperties.class)
public class AuditRetention {

  /** Small, so that other writers don't wait long. */
  private static final int BATCH = 500;

  private final AuditLog log;
  private final AuditProperties properties;
  private final TenantClocks clocks;

  AuditRetention(AuditLog log, AuditProperties properties, TenantClocks clocks) {
    this.log = log;
    this.properties = properties;
    this.clocks = clocks;
  }

  /** Deletes expired events. Several nodes may run this at once. */
  @Scheduled(initialDelay = 2, fixedDelay = 30, timeUnit = TimeUnit.MINUTES)
  void deleteExpired() {
    log.tenants().forEach(this::deleteExpired);
  }

  /** Deletes expired events of a tenant. */
  public void deleteExpired(String tenantId) {
    Instant before = clocks.of(tenantId).instant().minus(properties.retention());
    while (log.deleteBefore(tenantId, before, BATCH) == BATCH) {
      // Each call is a transaction of its own.
    }
  }
}
