package io.syncjobs.server.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.server.platform.TenantClocks;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;

class VerifiedTokensTest {

  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private final AtomicInteger verified = new AtomicInteger();
  private Instant now = START;
  private final Clock clock = new Clock() {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  };
  private final VerifiedTokens tokens = new VerifiedTokens(
      token -> {
        verified.incrementAndGet();
        if (token.equals("bad") || now.isAfter(START.plusSeconds(30))) {
          throw new BadJwtException("bad");
        }
        return Jwt.withTokenValue(token)
            .header("alg", "RS256")
            .claim("tid", token)
            .issuedAt(START)
            .expiresAt(START.plusSeconds(30))
            .build();
      },
      new TenantClocks(clock));

  @Test
  void verifiesATokenOnce() {
    assertThat(tokens.decode("a")).isSameAs(tokens.decode("a"));
    assertThat(tokens.decode("b").getClaimAsString("tid")).isEqualTo("b");

    assertThat(verified).hasValue(2);
  }

  @Test
  void forgetsExpiredTokens() {
    tokens.decode("a");
    now = START.plusSeconds(31);

    assertThatThrownBy(() -> tokens.decode("a")).isInstanceOf(BadJwtException.class);
  }

  @Test
  void remembersNoInvalidToken() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> tokens.decode("bad")).isInstanceOf(BadJwtException.class);
    }
    assertThat(verified).hasValue(2);
  }
}
