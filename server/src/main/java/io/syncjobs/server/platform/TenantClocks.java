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
 * which is zero everywhere else. The clock of a sandbox can stand still, and is then ahead of {@link #NEVER}, so that nothing becomes due until the sandbox
 * moves it.
 *
 * <p>The tenant's clock decides everything that a tenant can observe: schedules, escrows, quarantine, retention, the expiration of jobs and of tokens,
 * and {@code Now} in expressions. The server's clock decides what happens between machines: repeatable requests, whose first time is the caller's, and
 * db-scheduler, which can have only one clock; {@link #serverTime} translates the times of executions.
 *
 * <p>Safe for use by many threads.
 */
@Component
public class TenantClocks {

  /** Time of the server on which clocks that stand still are based. */
  private static final Instant NEVER = Instant.parse("3000-01-01T00:00:00Z");

  private static final Setting REAL = new Setting(Duration.ZERO, false);

  private final Clock server;
  private final Map<String, Setting> settings = new ConcurrentHashMap<>();

  private record Setting(Duration ahead, boolean stands) {}

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

  private Setting setting(String tenantId) {
    return settings.isEmpty()
        ? REAL
        : settings.getOrDefault(tenantId.toLowerCase(Locale.ROOT), REAL);
  }

  /** Time by which a tenant's clock is ahead of its base. */
  public Duration ahead(String tenantId) {
    return setting(tenantId).ahead;
  }

  /** True if a tenant's clock stands still. */
  public boolean stands(String tenantId) {
    return setting(tenantId).stands;
  }

  /** The server's time that a tenant's clock shows the time of: the current one or, if the clock stands still, one that never comes. */
  public Instant base(String tenantId) {
    return base(stands(tenantId));
  }

  /** Base of clocks that stand still, or of those that don't. */
  public Instant base(boolean stands) {
    return stands ? NEVER : server.instant();
  }

  /**
   * Sets a tenant's clock.
   *
   * @param ahead time by which it is ahead of its base
   */
  public void set(String tenantId, Duration ahead, boolean stands) {
    settings.put(tenantId.toLowerCase(Locale.ROOT), new Setting(ahead, stands));
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
      Setting setting = setting(tenantId);
      return (setting.stands ? NEVER : base.instant()).plus(setting.ahead);
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
