package io.syncjobs.server.audit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the provisioning log.
 *
 * @param retention time for which events are kept; more than zero, at most a hundred years
 */
@ConfigurationProperties("syncjobs.audit")
public record AuditProperties(Duration retention) {

  private static final Duration MAX = Duration.ofDays(36500);

  public AuditProperties {
    require(retention);
  }

  private static void require(@Nullable Duration retention) {
    if (retention == null
        || retention.isZero()
        || retention.isNegative()
        || retention.compareTo(MAX) > 0) {
      throw new IllegalArgumentException("syncjobs.audit.retention is " + retention
          + " but must be a duration such as P30D, greater than zero and at most a hundred years");
    }
  }
}
