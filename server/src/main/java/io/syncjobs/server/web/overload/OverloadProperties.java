package io.syncjobs.server.web.overload;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of one node.
 *
 * @param active requests that are carried out at once, 1 or more; large schemas count several times. By default one for each 16 MB of the heap's
 *     limit, from 8 to 64
 * @param waiting requests that wait beyond that, 0 or more; the rest get 503
 * @param maxWait longest wait before a 503
 * @param patience time that a caller can take to send a body or read an answer before {@code bytesPerSecond} applies
 * @param bytesPerSecond lowest rate for long bodies and answers, 1 or more
 * @param tenantRequestsPerSecond average rate of a tenant's requests; 0 for no limit
 * @param tenantBurst requests that a tenant can make at once after a pause, 1 or more. By default the rate for ten seconds
 */
@ConfigurationProperties("syncjobs.overload")
record OverloadProperties(
    @Nullable Integer active,
    @DefaultValue("1000") int waiting,
    @DefaultValue("1s") Duration maxWait,
    @DefaultValue("10s") Duration patience,
    @DefaultValue("65536") int bytesPerSecond,
    @DefaultValue("0") int tenantRequestsPerSecond,
    @Nullable Integer tenantBurst) {

  OverloadProperties {
    require(active == null || active >= 1, "active", "1 or more");
    require(waiting >= 0, "waiting", "0 or more");
    require(!maxWait.isNegative(), "max-wait", "a duration such as 1s");
    require(!patience.isNegative() && !patience.isZero(), "patience", "a duration such as 10s");
    require(bytesPerSecond >= 1, "bytes-per-second", "1 or more");
    require(tenantRequestsPerSecond >= 0, "tenant-requests-per-second", "0 or more");
    require(tenantBurst == null || tenantBurst >= 1, "tenant-burst", "1 or more");
  }

  private static void require(boolean good, String name, String range) {
    if (!good) {
      throw new IllegalArgumentException("syncjobs.overload." + name + " must be " + range);
    }
  }
}
