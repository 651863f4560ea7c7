package io.syncjobs.client.error;

import io.syncjobs.client.model.MainError;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** 5xx: the server failed, or was not available even after the retries. */
public final class ServerErrorException extends ServiceException {
  private static final long serialVersionUID = 1L;

  ServerErrorException(HttpResponse<?> response, @Nullable MainError error) {
    super(response, error);
  }
}
