package io.syncjobs.client.error;

import io.syncjobs.client.model.MainError;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Status 412: the resource no longer has the version of the ETag, or the request is too old to be repeated. */
public final class PreconditionFailedException extends ServiceException {
  private static final long serialVersionUID = 1L;

  PreconditionFailedException(HttpResponse<?> response, @Nullable MainError error) {
    super(response, error);
  }
}
