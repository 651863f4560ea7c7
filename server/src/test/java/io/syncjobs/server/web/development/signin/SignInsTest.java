package io.syncjobs.server.web.development.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sign-ins can be decided once, redeemed once and for a limited time. */
class SignInsTest {

  private static final Person ADA = new Person("1", "ada@example.com", "Ada");

  private Instant now = Instant.parse("2026-11-29T12:00:00Z");

  private final SignIns signIns = new SignIns(new Clock() {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  });

  private SignIn start() {
    return signIns.start(new SignInRequest("t", "c", List.of(), "", null));
  }

  @Test
  void endWithTheirTime() {
    SignIn waiting = start();
    now = now.plus(SignIns.LIFETIME);
    assertThat(signIns.pending(waiting.userCode())).isPresent();

    now = now.plusSeconds(1);

    assertThat(signIns.pending(waiting.userCode())).isEmpty();
    assertThat(signIns.approve(waiting.userCode(), ADA)).isEmpty();
    assertThat(signIns.find(waiting.code())).get().matches(signIns::isExpired);
  }

  @Test
  void areDecidedAndRedeemedOnce() {
    SignIn waiting = start();
    SignIn approved = signIns.approve(waiting.userCode(), ADA).orElseThrow();

    assertThat(approved.person()).isEqualTo(ADA);
    assertThat(signIns.decline(waiting.userCode())).isEmpty();
    assertThat(signIns.redeem(approved)).isTrue();
    assertThat(signIns.redeem(approved)).isFalse();
    assertThat(signIns.find(waiting.code())).isEmpty();
  }

  @Test
  void areAskedForAtIntervals() {
    SignIn waiting = start();
    assertThat(signIns.poll(waiting)).isTrue();

    now = now.plus(Duration.ofMillis(499));
    assertThat(signIns.poll(signIns.find(waiting.code()).orElseThrow())).isFalse();

    now = now.plus(SignIns.INTERVAL);
    assertThat(signIns.poll(signIns.find(waiting.code()).orElseThrow())).isTrue();
  }
}
