package io.syncjobs.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AwaitTest {

  /** Another thread may be so quick that the call has failed before anyone waits for it. */
  @Test
  void failuresThatComeBeforeTheWaitShowTheCaller() {
    assertThatThrownBy(() -> Await.result(AwaitTest::failedElsewhere))
        .satisfies(e -> assertThat(methods(e.getSuppressed()[0]))
            .contains("failuresThatComeBeforeTheWaitShowTheCaller"));
  }

  @Test
  void failuresOfTheCallersThreadShowItOnce() {
    assertThatThrownBy(() ->
            Await.result(() -> CompletableFuture.failedFuture(new IllegalArgumentException("no"))))
        .satisfies(e -> assertThat(methods(e)).contains("failuresOfTheCallersThreadShowItOnce"))
        .hasNoSuppressedExceptions();
  }

  private static CompletableFuture<Void> failedElsewhere() {
    CompletableFuture<Void> call = CompletableFuture.runAsync(() -> {
      throw new IllegalArgumentException("no");
    });
    assertThatThrownBy(call::join).isNotNull();
    return call;
  }

  private static Stream<String> methods(Throwable thrown) {
    return Stream.of(thrown.getStackTrace()).map(StackTraceElement::getMethodName);
  }
}
