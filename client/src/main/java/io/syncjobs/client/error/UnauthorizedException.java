package io.syncjobs.client.error;

import io.syncjobs.client.model.MainError;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** 401: there was no token, or one that isn't valid. */
public final class UnauthorizedException extends ServiceException {
  private static final long serialVersionUID = 1L;

  UnauthorizedException(HttpResponse<?> response, @Nullable MainError error) {
    super(response, error);
  }
}
