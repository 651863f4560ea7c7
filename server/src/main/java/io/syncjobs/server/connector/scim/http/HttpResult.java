package io.syncjobs.server.connector.scim.http;

import org.jspecify.annotations.Nullable;

/** A response that has been received completely, within the limits of {@link HttpCalls}. */
public final class HttpResult {

  private final int status;
  private final @Nullable String retryAfter;
  private final byte[] body;

  /** @param body must not be changed afterwards */
  public HttpResult(int status, @Nullable String retryAfter, byte[] body) {
    this.status = status;
    this.retryAfter = retryAfter;
    this.body = body;
  }

  /** Status code. */
  public int status() {
    return status;
  }

  /** The header of that name; null if the response has none. */
  public @Nullable String retryAfter() {
    return retryAfter;
  }

  /** The body itself, not a copy; empty if the response has none. */
  public byte[] body() {
    return body;
  }
}
