package io.syncjobs.client.internal;

import io.syncjobs.client.error.ConnectionException;
import io.syncjobs.client.error.ServiceException;
import io.syncjobs.client.error.SynchronizationException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;

/**
 * Limits of a call, and the decision to retry it. Transient failures are retried: answers 429 and 503 after the time that they ask for, and
 * lost connections if the call is repeatable or was never sent.
 *
 * @param attempts maximum number of attempts, the first one included
 * @param timeout maximum time of one attempt
 */
public record RetryPolicy(int attempts, Duration timeout) {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /**
   * Decides about the next attempt.
   *
   * @param number number of the attempt that failed, from 1
   * @param repeatable true if carrying the call out twice has the same effect as carrying it out once
   * @return pause before the next attempt; empty if there must be none
   */
  Optional<Duration> pause(SynchronizationException failure, int number, boolean repeatable) {
    if (number >= attempts) {
      return Optional.empty();
    }
    Duration backoff = FIRST_PAUSE.multipliedBy(1L << Math.min(number - 1, 8));
    Duration jittered =
        backoff.plusMillis(ThreadLocalRandom.current().nextLong(backoff.toMillis()));
    if (failure instanceof ServiceException answer) {
      // A 503 without Retry-After may come from a proxy behind which the server carried the call
      // out.
      boolean overload = answer.status() == 429 || answer.status() == 503;
      boolean harmless =
          repeatable || answer.status() == 429 || answer.retryAfter().isPresent();
      return overload && harmless
          ? Optional.of(answer.retryAfter().orElse(jittered))
              .filter(pause -> pause.compareTo(LONGEST_PAUSE) <= 0)
          : Optional.empty();
    }
    Throwable cause = failure.getCause();
    boolean neverSent =
        cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
    boolean lost = failure instanceof ConnectionException && cause instanceof IOException;
    return lost && (repeatable || neverSent) ? Optional.of(jittered) : Optional.empty();
  }

  /** Converts what an attempt threw. */
  SynchronizationException failure(Throwable thrown) {
    Throwable cause = unwrap(thrown);
    if (cause instanceof SynchronizationException known) {
      return known;
    }
    if (cause instanceof TimeoutException || isAnswerTimeout(cause)) {
      return new ConnectionException(
          "No complete answer within " + timeout,
          new HttpTimeoutException("No complete answer within " + timeout));
    }
    return new ConnectionException("The call failed without an answer: " + cause, cause);
  }

  private static boolean isAnswerTimeout(Throwable cause) {
    return cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException);
  }

  static Throwable unwrap(Throwable thrown) {
    return (thrown instanceof CompletionException || thrown instanceof ExecutionException)
            && thrown.getCause() != null
        ? unwrap(thrown.getCause())
        : thrown;
  }
}
