package io.syncjobs.server.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whom a silent target is silent to. */
class StrikesTest {

  private final Strikes strikes = new Strikes();

  @Test
  void oneIsEnoughForATargetThatHasNeverAnswered() {
    assertThat(strikes.out()).isTrue();
  }

  @Test
  void tenInARowAreForgivenToOneThatHas() {
    for (int round = 0; round < 3; round++) {
      strikes.answered();
      assertThat(IntStream.range(0, 10)).noneMatch(strike -> strikes.out());
    }
    assertThat(strikes.out()).isTrue();
  }
}
