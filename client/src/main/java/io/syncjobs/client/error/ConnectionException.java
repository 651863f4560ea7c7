package io.syncjobs.client.error;

import org.jspecify.annotations.Nullable;

/**
 * No usable answer: none in time, an incomplete one, or one that violates the contract. The server may or may not have carried out the call,
 * unless the message says that nothing was sent. The cause has the details.
 */
public final class ConnectionException extends SynchronizationException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message description of the failure
   * @param cause underlying exception, if any
   */
  public ConnectionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
