package io.syncjobs.client.error;

import io.syncjobs.client.model.MainError;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Status 400: the request violates the contract. */
public final class BadRequestException extends ServiceException {
  private static final long serialVersionUID = 1L;

  BadRequestException(HttpResponse<?> response, @Nullable MainError error) {
    super(response, error);
  }
}
