package io.syncjobs.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Database;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gaps between attempts of a failed entry, with the default settings. */
class EnginePropertiesTest {

  @ParameterizedTest
  @CsvSource({"0, PT40M", "1, PT80M", "2, PT160M", "5, PT1280M", "6, P1D", "1000000, P1D"})
  void gapsGrowUpToADay(int failuresBefore, Duration gap) {
    assertThat(Database.SQLITE
            .server()
            .bean(EngineProperties.class)
            .escrowGaps()
            .after(failuresBefore))
        .isEqualTo(gap);
  }
}
