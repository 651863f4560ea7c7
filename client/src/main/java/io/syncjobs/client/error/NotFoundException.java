package io.syncjobs.client.error;

import io.syncjobs.client.model.MainError;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Status 404: the resource doesn't exist. */
public final class NotFoundException extends ServiceException {
  private static final long serialVersionUID = 1L;

  NotFoundException(HttpResponse<?> response, @Nullable MainError error) {
    super(response, error);
  }
}
