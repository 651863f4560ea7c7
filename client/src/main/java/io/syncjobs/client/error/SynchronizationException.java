package io.syncjobs.client.error;

import org.jspecify.annotations.Nullable;

/**
 * A call failed. Either the server refused it, {@link ServiceException}, or there was no answer,
 * {@link ConnectionException}.
 */
public abstract class SynchronizationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SynchronizationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
