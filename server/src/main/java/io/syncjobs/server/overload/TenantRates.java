package io.syncjobs.server.overload;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How many requests each tenant may make to this node. Safe for use by many threads. */
@Component
class TenantRates {

  private static final int SECONDS_OF_BURST = 10;
  private static final int MOST_TENANTS = 100_000;

  /** Null if there is no limit. */
  private final @Nullable LoadingCache<String, Bucket> buckets;

  TenantRates(OverloadProperties properties) {
    int rate = properties.tenantRequestsPerSecond();
    if (rate == 0) {
      buckets = null;
      return;
    }
    Integer asked = properties.tenantBurst();
    long burst = asked != null ? asked : (long) rate * SECONDS_OF_BURST;
    Bandwidth limit = Bandwidth.builder()
        .capacity(burst)
        .refillGreedy(rate, Duration.ofSeconds(1))
        .build();
    buckets = Caffeine.newBuilder()
        .maximumSize(MOST_TENANTS)
        .expireAfterAccess(Duration.ofSeconds(burst / rate + 1)) // A bucket is full again by then.
        .build(tenant -> Bucket.builder().addLimit(limit).build());
  }

  /**
   * Counts a request of a tenant.
   *
   * @throws OverloadException if it is one too many
   */
  void count(String tenantId) {
    if (buckets == null) {
      return;
    }
    ConsumptionProbe probe = buckets.get(tenantId).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      long seconds = Duration.ofNanos(probe.getNanosToWaitForRefill())
          .plusNanos(999_999_999)
          .toSeconds();
      throw new OverloadException(OverloadException.Reason.RATE, Math.max(1, seconds));
    }
  }
}
