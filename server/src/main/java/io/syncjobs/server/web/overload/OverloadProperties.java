package io.syncjobs.server.web.overload;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much a server takes on at once. All figures are those of one node.
 *
 * @param active how many requests are worked on at once, 1 or more; large schemas count several times. By default one for each 16 MB of the
 *     heap's limit, from 8 to 64
 * @param waiting how many more may wait for their turn, 0 or more. What comes beyond is answered with 503
 * @param maxWait how long they wait, before they are answered with 503
 * @param patience how long a caller may take to send a body, or to take an answer, before it has to keep up {@code bytesPerSecond}
 * @param bytesPerSecond how fast long bodies have to come and long answers have to be taken, 1 or more
 * @param tenantRequestsPerSecond how many requests a tenant may make on average; 0 for no limit
 * @param tenantBurst how many a tenant may make at once after a pause, 1 or more. By default ten seconds' worth
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
      throw new IllegalArgumentException("syncjobs.overload." + name + " has to be " + range);
    }
  }
}
