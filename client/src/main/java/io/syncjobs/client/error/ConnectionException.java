package io.syncjobs.client.error;

import org.jspecify.annotations.Nullable;

/**
 * There was no usable answer: none at all, in time or whole, or one that isn't what the contract says. Whether the call was carried out isn't
 * known then, unless the message says that nothing was sent. {@link #getCause()} tells more.
 */
public final class ConnectionException extends SynchronizationException {
  private static final long serialVersionUID = 1L;

  public ConnectionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
