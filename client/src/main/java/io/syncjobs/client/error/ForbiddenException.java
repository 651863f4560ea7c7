package io.syncjobs.client.error;

import io.syncjobs.client.model.MainError;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Status 403: the token lacks a permission. */
public final class ForbiddenException extends ServiceException {
  private static final long serialVersionUID = 1L;

  ForbiddenException(HttpResponse<?> response, @Nullable MainError error) {
    super(response, error);
  }
}
