package io.syncjobs.server.audit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the provisioning log is kept.
 *
 * @param retention how long an event is kept, more than nothing and at most a hundred years
 */
@ConfigurationProperties("syncjobs.audit")
public record AuditProperties(Duration retention) {

  private static final Duration MOST = Duration.ofDays(36500);

  public AuditProperties {
    require(retention);
  }

  private static void require(@Nullable Duration retention) {
    if (retention == null
        || retention.isZero()
        || retention.isNegative()
        || retention.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "syncjobs.audit.retention has to be a duration such as P30D, of a hundred years at most");
    }
  }
}
