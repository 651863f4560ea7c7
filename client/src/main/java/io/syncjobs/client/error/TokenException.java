package io.syncjobs.client.error;

import org.jspecify.annotations.Nullable;

/** No token could be had, so the call wasn't made. */
public final class TokenException extends SynchronizationException {
  private static final long serialVersionUID = 1L;

  /**
   * No token could be had.
   *
   * @param message what happened
   * @param cause why, if something was thrown
   */
  public TokenException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
