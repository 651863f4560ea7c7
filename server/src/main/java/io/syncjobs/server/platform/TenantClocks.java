package io.syncjobs.server.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * The clocks of the tenants, all derived from the server's one clock: a tenant's clock is ahead of it by the time that a sandbox has moved the tenant,
 * which is zero everywhere else.
 *
 * <p>The tenant's clock decides everything that a tenant can observe: schedules, escrows, quarantine, retention, the expiration of jobs and of tokens,
 * and {@code Now} in expressions. The server's clock decides what happens between machines: repeatable requests, whose first time is the caller's, and
 * db-scheduler, which can have only one clock; {@link #serverTime} translates the times of executions.
 *
 * <p>Safe for use by many threads.
 */
@Component
public class TenantClocks {

  private final Clock server;
  private final Map<String, Duration> ahead = new ConcurrentHashMap<>();

  public TenantClocks(Clock server) {
    this.server = server;
  }

  /** The server's clock. */
  public Clock server() {
    return server;
  }

  /** The clock of a tenant. It follows when the tenant is moved. */
  public Clock of(String tenantId) {
    return new TenantClock(server, tenantId);
  }

  /** Time by which a tenant's clock is ahead of the server's. */
  public Duration ahead(String tenantId) {
    return ahead.isEmpty()
        ? Duration.ZERO
        : ahead.getOrDefault(tenantId.toLowerCase(Locale.ROOT), Duration.ZERO);
  }

  /** Sets the time by which a tenant's clock is ahead of the server's. */
  public void setAhead(String tenantId, Duration time) {
    ahead.put(tenantId.toLowerCase(Locale.ROOT), time);
  }

  /** The server's time at which a tenant's clock shows a time. */
  public Instant serverTime(String tenantId, Instant tenantTime) {
    return tenantTime.minus(ahead(tenantId));
  }

  private final class TenantClock extends Clock {
    private final Clock base;
    private final String tenantId;

    TenantClock(Clock base, String tenantId) {
      this.base = base;
      this.tenantId = tenantId;
    }

    @Override
    public Instant instant() {
      return base.instant().plus(ahead(tenantId));
    }

    @Override
    public ZoneId getZone() {
      return base.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return new TenantClock(base.withZone(zone), tenantId);
    }
  }
}
