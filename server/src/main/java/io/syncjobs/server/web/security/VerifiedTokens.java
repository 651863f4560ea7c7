package io.syncjobs.server.web.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.syncjobs.server.platform.Sha256;
import io.syncjobs.server.platform.TenantClocks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Caches verified tokens, because verification takes longer than most requests. A token is known by its SHA-256, for a minute at most and never
 * beyond its expiration; a withdrawn key is therefore trusted for up to a minute. Thread-safe.
 */
public final class VerifiedTokens implements JwtDecoder {

  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int MOST = 10_000;

  private final JwtDecoder decoder;
  private final TenantClocks clocks;
  private final Cache<String, Jwt> known;

  /**
   * @param decoder verifies unknown tokens
   * @param clocks tell the time of the token's tenant, for expiration
   */
  public VerifiedTokens(JwtDecoder decoder, TenantClocks clocks) {
    this.decoder = decoder;
    this.clocks = clocks;
    known = Caffeine.newBuilder()
        .maximumSize(MOST)
        .expireAfter(Expiry.<String, Jwt>creating((hash, token) -> remaining(token)))
        .build();
  }

  @Override
  public Jwt decode(String token) {
    String hash = Sha256.of(token);
    Jwt jwt = known.getIfPresent(hash);
    if (jwt == null || remaining(jwt).isZero() || isEarly(jwt)) {
      jwt = decoder.decode(token);
      known.put(hash, jwt);
    }
    return jwt;
  }

  /** True after the clock of the token's tenant was set back. */
  private boolean isEarly(Jwt token) {
    Instant begin = token.getNotBefore();
    return begin != null && clockOf(token).instant().isBefore(begin);
  }

  private Clock clockOf(Jwt token) {
    String tenant = token.getClaimAsString(Caller.TENANT);
    return tenant == null ? clocks.server() : clocks.of(tenant);
  }

  private Duration remaining(Jwt token) {
    Instant expiration = token.getExpiresAt();
    if (expiration == null) {
      return LONGEST;
    }
    Duration remaining = Duration.between(clockOf(token).instant(), expiration);
    if (remaining.isNegative()) {
      return Duration.ZERO;
    }
    return remaining.compareTo(LONGEST) < 0 ? remaining : LONGEST;
  }
}
