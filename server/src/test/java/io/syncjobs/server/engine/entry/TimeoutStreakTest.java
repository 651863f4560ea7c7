package io.syncjobs.server.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The number of timeouts in a row after which a target counts as unavailable. */
class TimeoutStreakTest {

  private final TimeoutStreak timeouts = new TimeoutStreak();

  @Test
  void oneIsEnoughForATargetThatHasNeverAnswered() {
    assertThat(timeouts.out()).isTrue();
  }

  @Test
  void tenInARowAreForgivenToOneThatHas() {
    for (int round = 0; round < 3; round++) {
      timeouts.answered();
      assertThat(IntStream.range(0, 10)).noneMatch(timeout -> timeouts.out());
    }
    assertThat(timeouts.out()).isTrue();
  }
}
