package io.syncjobs.client.error;

import org.jspecify.annotations.Nullable;

/** No token could be had, so the call wasn't made. */
public final class TokenException extends SynchronizationException {
  private static final long serialVersionUID = 1L;

  public TokenException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
