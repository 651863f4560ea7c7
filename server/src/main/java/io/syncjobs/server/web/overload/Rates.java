package io.syncjobs.server.web.overload;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.time.Duration;
import java.util.List;

/** Rate limits for many keys. Thread-safe. */
final class Rates<K> {

  private static final int MOST = 100_000;

  private final LoadingCache<K, Bucket> buckets;

  /**
   * @param limits limits of each key
   * @param full time without requests after which a key has its full limits again
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
   * @throws OverloadException if it exceeds a limit
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
