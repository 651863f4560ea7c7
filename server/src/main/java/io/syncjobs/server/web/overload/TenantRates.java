package io.syncjobs.server.web.overload;

import io.github.bucket4j.Bandwidth;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Rate limits of tenants at this node. Thread-safe. */
@Component
class TenantRates {

  private static final int SECONDS_OF_BURST = 10;

  /** Null for no limit. */
  private final @Nullable Rates<String> rates;

  TenantRates(OverloadProperties properties) {
    int rate = properties.tenantRequestsPerSecond();
    if (rate == 0) {
      rates = null;
      return;
    }
    Integer asked = properties.tenantBurst();
    long burst = asked != null ? asked : (long) rate * SECONDS_OF_BURST;
    Bandwidth limit = Bandwidth.builder()
        .capacity(burst)
        .refillGreedy(rate, Duration.ofSeconds(1))
        .build();
    rates = new Rates<>(List.of(limit), Duration.ofSeconds(burst / rate + 1));
  }

  /**
   * Counts a request of a tenant.
   *
   * @throws OverloadException if it exceeds the limit
   */
  void count(String tenantId) {
    if (rates != null) {
      rates.count(tenantId);
    }
  }
}
