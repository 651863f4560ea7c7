package io.syncjobs.client.error;

import org.jspecify.annotations.Nullable;

/**
 * There was no usable answer: none at all, in time or whole, or one that isn't what the contract says. Whether the call was carried out isn't
 * known then, unless the message says that nothing was sent. {@link #getCause()} tells more.
 */
public final class ConnectionException extends SynchronizationException {
  private static final long serialVersionUID = 1L;

  /**
   * There was no usable answer.
   *
   * @param message what happened
   * @param cause why, if something was thrown
   */
  public ConnectionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
