package io.syncjobs.client.error;

import org.jspecify.annotations.Nullable;

/**
 * A call failed: the server refused it, {@link ServiceException}; there was no usable answer, {@link ConnectionException}; or there was no
 * token to make it with, {@link TokenException}.
 */
public abstract class SynchronizationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SynchronizationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
