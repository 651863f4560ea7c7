package io.syncjobs.client.error;

import io.syncjobs.client.model.MainError;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Status 500 to 599: the server failed, or was unavailable even after the retries. */
public final class ServerErrorException extends ServiceException {
  private static final long serialVersionUID = 1L;

  ServerErrorException(HttpResponse<?> response, @Nullable MainError error) {
    super(response, error);
  }
}
