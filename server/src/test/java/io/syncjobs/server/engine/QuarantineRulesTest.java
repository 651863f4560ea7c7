package io.syncjobs.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.engine.QuarantineRules.Reason;
import io.syncjobs.server.job.progress.Execution.Failure;
import io.syncjobs.server.job.progress.Quarantine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quarantine thresholds of Graph: the examples on Microsoft's page, and values just below and above each threshold. */
class QuarantineRulesTest {

  private static final Instant BEGAN = Instant.parse("2026-11-24T10:00:00Z");
  private static final Failure ERROR = new Failure("code", "It failed.", true);

  private final QuarantineRules rules = new QuarantineRules(new EngineProperties.Quarantine(
      5000,
      40000,
      60000,
      40,
      3,
      List.of(Duration.ofHours(6), Duration.ofHours(12), Duration.ofHours(24)),
      Duration.ofHours(24),
      Duration.ofDays(28)));

  @ParameterizedTest
  @CsvSource({
    "45000, 0,     200000, BASE_ESCROWS",
    "30000, 0,     35000,  ESCROW_PROPORTION",
    "20000, 0,     120000, ",
    "40000, 21000, 200000, TOTAL_ESCROWS",
    "40000, 20000, 200000, ",
    "40001, 0,     200000, BASE_ESCROWS",
    "4999,  0,     4999,   ",
    "5000,  0,     5000,   ESCROW_PROPORTION",
    "5000,  0,     12500,  ",
    "5001,  0,     12500,  ESCROW_PROPORTION",
    "0,     6000,  6000,   "
  })
  void tooManyFailures(long failed, long byReference, long evaluated, Reason reason) {
    assertThat(rules.judge(failed, byReference, evaluated).orElse(null)).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({"0, 6", "6, 12", "7, 12", "12, 24", "24, 48", "30, 48", "48, 72", "500, 504"})
  void attemptsGetFewer(long hoursAfter, long nextAfter) {
    Quarantine first = rules.impose(null, Reason.EXCEPTION, ERROR, BEGAN);
    assertThat(first.nextAttempt()).isEqualTo(BEGAN.plus(Duration.ofHours(6)));
    assertThat(first.seriesCount()).isEqualTo(1);

    Instant now = BEGAN.plus(Duration.ofHours(hoursAfter));
    Quarantine later = rules.impose(first, Reason.EXCEPTION, ERROR, now);

    assertThat(later.nextAttempt()).isEqualTo(BEGAN.plus(Duration.ofHours(nextAfter)));
    assertThat(later.seriesBegan()).isEqualTo(BEGAN);
    assertThat(later.seriesCount()).isEqualTo(2);
    assertThat(later.currentBegan()).isEqualTo(now);
    assertThat(later.reason()).isEqualTo("EncounteredQuarantineException");
  }

  @Test
  void afterFourWeeksAJobIsGivenUp() {
    Quarantine quarantine = rules.impose(null, Reason.TOO_MANY_DELETES, ERROR, BEGAN);

    assertThat(rules.isOver(quarantine, BEGAN.plus(Duration.ofDays(28)).minusSeconds(1)))
        .isFalse();
    assertThat(rules.isOver(quarantine, BEGAN.plus(Duration.ofDays(28)))).isTrue();
  }
}
