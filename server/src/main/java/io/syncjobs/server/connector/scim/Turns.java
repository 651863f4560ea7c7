package io.syncjobs.server.connector.scim;

/** Turns of the requests to a target, which keep their rate within a limit. Safe for use by many threads. */
@FunctionalInterface
public interface Turns {

  /** Turns that come at once. */
  Turns UNLIMITED = () -> {};

  /**
   * Waits for the turn of the next request.
   *
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  void await();
}
