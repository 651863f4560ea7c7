package io.syncjobs.client.error;

import io.syncjobs.client.model.MainError;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Status 429: too many requests, even after the retries. */
public final class TooManyRequestsException extends ServiceException {
  private static final long serialVersionUID = 1L;

  TooManyRequestsException(HttpResponse<?> response, @Nullable MainError error) {
    super(response, error);
  }
}
