package io.syncjobs.client.error;

import io.syncjobs.client.model.MainError;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Status 401: the token isn't valid. */
public final class UnauthorizedException extends ServiceException {
  private static final long serialVersionUID = 1L;

  UnauthorizedException(HttpResponse<?> response, @Nullable MainError error) {
    super(response, error);
  }
}
