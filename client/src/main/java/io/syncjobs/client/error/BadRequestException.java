package io.syncjobs.client.error;

import io.syncjobs.client.model.MainError;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** 400: the request isn't as the contract says. */
public final class BadRequestException extends ServiceException {
  private static final long serialVersionUID = 1L;

  BadRequestException(HttpResponse<?> response, @Nullable MainError error) {
    super(response, error);
  }
}
