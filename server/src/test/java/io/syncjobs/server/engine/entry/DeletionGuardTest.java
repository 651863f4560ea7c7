package io.syncjobs.server.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The number of deletions that a cycle may do. */
class DeletionGuardTest {

  @Test
  void fewerThanTheThresholdWithThoseOfBefore() {
    DeletionGuard guard = new DeletionGuard(3, 1, false);
    assertThat(guard.allowsOneMore()).isTrue();
    assertThat(guard.allowsOneMore()).isFalse();
  }

  @Test
  void thoseThatWereNotDoneDoNotCount() {
    DeletionGuard guard = new DeletionGuard(2, 0, false);
    for (int attempt = 0; attempt < 5; attempt++) {
      assertThat(guard.allowsOneMore()).isTrue();
      guard.giveBack();
    }
  }

  @Test
  void allIfForcedOrWithoutThreshold() {
    assertThat(new DeletionGuard(1, 9, true).allowsOneMore()).isTrue();
    assertThat(new DeletionGuard(0, 9, false).allowsOneMore()).isTrue();
  }
}
