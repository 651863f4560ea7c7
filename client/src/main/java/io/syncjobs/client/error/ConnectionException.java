package io.syncjobs.client.error;

import org.jspecify.annotations.Nullable;

/**
 * There was no answer, or none that can be read: whether the call was carried out isn't known.
 * {@link #getCause()} tells more.
 */
public final class ConnectionException extends SynchronizationException {
  private static final long serialVersionUID = 1L;

  public ConnectionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
