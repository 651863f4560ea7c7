package io.syncjobs.client.error;

import org.jspecify.annotations.Nullable;

/** No token was available, so the call wasn't sent. */
public final class TokenException extends SynchronizationException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message description of the failure, without secrets
   * @param cause underlying exception, if any
   */
  public TokenException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
