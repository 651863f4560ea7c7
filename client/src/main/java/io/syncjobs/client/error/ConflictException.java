package io.syncjobs.client.error;

import io.syncjobs.client.model.MainError;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Status 409: the resource to create already exists. */
public final class ConflictException extends ServiceException {
  private static final long serialVersionUID = 1L;

  ConflictException(HttpResponse<?> response, @Nullable MainError error) {
    super(response, error);
  }
}
