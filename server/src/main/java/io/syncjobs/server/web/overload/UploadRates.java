package io.syncjobs.server.web.overload;

import io.github.bucket4j.Bandwidth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Rate limits for uploads to jobs at this node. Thread-safe. */
@Component
@EnableConfigurationProperties(UploadProperties.class)
public class UploadRates {

  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final Duration LONG = Duration.ofHours(24);

  private record Key(String tenantId, String jobId) {}

  /** Null for no limit. */
  private final @Nullable Rates<Key> rates;

  UploadRates(UploadProperties properties) {
    List<Bandwidth> limits = new ArrayList<>();
    limit(limits, properties.requestsPerFiveSeconds(), SHORT);
    limit(limits, properties.requestsPerDay(), LONG);
    rates = limits.isEmpty()
        ? null
        : new Rates<>(limits, properties.requestsPerDay() > 0 ? LONG : SHORT);
  }

  private static void limit(List<Bandwidth> limits, int requests, Duration time) {
    if (requests > 0) {
      limits.add(
          Bandwidth.builder().capacity(requests).refillGreedy(requests, time).build());
    }
  }

  /**
   * Counts an upload.
   *
   * @param jobId unique within the tenant
   * @throws OverloadException if it exceeds a limit
   */
  public void count(String tenantId, String jobId) {
    if (rates != null) {
      rates.count(new Key(tenantId, jobId));
    }
  }
}
