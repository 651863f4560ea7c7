package io.syncjobs.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PollingTest {

  private final AtomicInteger reads = new AtomicInteger();

  /** So many that pauses which grow without limit could not be expressed any more. */
  @Test
  void readsUntilThereIsNothingToWaitForHoweverOften() throws Exception {
    CompletableFuture<Integer> found = new Polling<>(
            () -> CompletableFuture.completedFuture(reads.incrementAndGet()),
            number -> number == 200 ? Optional.empty() : Optional.of(Duration.ofMillis(1)),
            Duration.ofMinutes(1),
            "It did not end")
        .start();

    assertThat(found.get(1, TimeUnit.MINUTES)).isEqualTo(200);
  }

  @Test
  void aReadThatCantBeStartedEndsTheWait() {
    CompletableFuture<Integer> found = new Polling<Integer>(
            () -> {
              if (reads.incrementAndGet() == 2) {
                throw new IllegalStateException("closed");
              }
              return CompletableFuture.completedFuture(1);
            },
            number -> Optional.of(Duration.ofMillis(1)),
            Duration.ofMinutes(1),
            "It did not end")
        .start();

    assertThatThrownBy(() -> found.get(1, TimeUnit.MINUTES))
        .hasCauseInstanceOf(IllegalStateException.class);
  }
}
