package io.syncjobs.client.error;

import org.jspecify.annotations.Nullable;

/**
 * Failure of a call: {@link ServiceException} if the server answered with an error, {@link ConnectionException} if there was no usable answer,
 * {@link TokenException} if there was no token.
 */
public abstract class SynchronizationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SynchronizationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
