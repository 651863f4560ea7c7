package io.syncjobs.server.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Failures of requests that are due to an entry, and those that are due to the target. */
class TargetFailuresTest {

  private final TargetException late =
      TargetException.atRequest(Problem.TIMEOUT, null, "It is late.", "", "");

  private final TargetFailures failures = new TargetFailures(false);

  private boolean isOfTarget(boolean again, boolean neutral) {
    return failures.isOfTarget(late, "User", again, () -> neutral, () -> false);
  }

  @Test
  void oneIsEnoughForATargetThatAnswersNoNeutralRequestEither() {
    assertThat(isOfTarget(false, false)).isTrue();
  }

  @Test
  void aRefusedConnectionIsTheTargetsAtOnce() {
    failures.answered();
    assertThat(failures.isOfTarget(
            new TargetException(Problem.CONNECTION_REFUSED, null, null, "Nobody is there."),
            "User",
            false,
            () -> true,
            () -> true))
        .isTrue();
  }

  @Test
  void fiftyWrongAnswersInARowAreForgivenToATargetThatAnswersOthers() {
    TargetException refused =
        TargetException.atRequest(Problem.REJECTED_CREDENTIALS, null, "It answered 401.", "", "");
    assertThat(IntStream.range(0, 50))
        .noneMatch(failure -> failures.isOfTarget(refused, "User", false, () -> true, () -> false));
    assertThat(failures.isOfTarget(refused, "User", false, () -> true, () -> false))
        .isTrue();
  }

  @Test
  void tenLateAnswersInARowAreForgivenToATargetThatAnswersOthers() {
    for (int round = 0; round < 3; round++) {
      failures.answered();
      assertThat(IntStream.range(0, 10)).noneMatch(failure -> isOfTarget(false, false));
    }
    assertThat(isOfTarget(false, true)).isTrue();
  }

  @Test
  void entriesThatHaveFailedBeforeSayNothingNewAboutTheTarget() {
    assertThat(IntStream.range(0, 20)).noneMatch(failure -> isOfTarget(true, true));
  }

  @Test
  void aTargetThatHasTakenNoEntryIsAtFaultIfItTakesNone() {
    assertThat(failures.ofUselessTarget()).isEmpty();
    assertThat(isOfTarget(false, true)).isFalse();
    assertThat(failures.ofUselessTarget()).as("one entry may be to blame").isEmpty();
    assertThat(isOfTarget(false, true)).isFalse();
    assertThat(failures.ofUselessTarget()).contains(late);

    failures.answered();
    assertThat(failures.ofUselessTarget()).isEmpty();
    TargetFailures ofProvenTarget = new TargetFailures(true);
    assertThat(ofProvenTarget.isOfTarget(late, "User", false, () -> true, () -> false))
        .isFalse();
    assertThat(ofProvenTarget.isOfTarget(late, "User", false, () -> true, () -> false))
        .isFalse();
    assertThat(ofProvenTarget.ofUselessTarget()).isEmpty();
  }
}
