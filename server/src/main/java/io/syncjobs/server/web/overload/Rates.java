package io.syncjobs.server.web.overload;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.time.Duration;
import java.util.List;

/** How many requests may come of each of many. Safe for use by many threads. */
final class Rates<K> {

  private static final int MOST = 100_000;

  private final LoadingCache<K, Bucket> buckets;

  /**
   * @param limits what each may do; none for no limit
   * @param full after how long without requests all limits are as at the beginning
   */
  Rates(List<Bandwidth> limits, Duration full) {
    buckets = Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(full).build(key -> {
      LocalBucketBuilder bucket = Bucket.builder();
      limits.forEach(bucket::addLimit);
      return bucket.build();
    });
  }

  /**
   * Counts a request.
   *
   * @throws OverloadException if it is one too many
   */
  void count(K key) {
    ConsumptionProbe probe = buckets.get(key).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      long seconds = Duration.ofNanos(probe.getNanosToWaitForRefill())
          .plusNanos(999_999_999)
          .toSeconds();
      throw new OverloadException(OverloadException.Reason.RATE, Math.max(1, seconds));
    }
  }
}
