package io.syncjobs.server.connector.scim.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** A response that has been received completely, within the limits of {@link HttpCalls}. */
public final class HttpResult {

  private final int status;
  private final @Nullable String retryAfter;
  private final @Nullable String location;
  private final @Nullable String etag;
  private final byte[] body;
  private final Charset charset;

  /** @param body must not be changed afterwards; a text in it is in UTF-8 */
  public HttpResult(int status, @Nullable String retryAfter, byte[] body) {
    this(status, retryAfter, null, null, body, UTF_8);
  }

  /**
   * @param body must not be changed afterwards
   * @param charset of a text in the body
   */
  HttpResult(
      int status,
      @Nullable String retryAfter,
      @Nullable String location,
      @Nullable String etag,
      byte[] body,
      Charset charset) {
    this.status = status;
    this.retryAfter = retryAfter;
    this.location = location;
    this.etag = etag;
    this.body = body;
    this.charset = charset;
  }

  /** Status code. */
  public int status() {
    return status;
  }

  /** The header of that name; null if the response has none. */
  public @Nullable String retryAfter() {
    return retryAfter;
  }

  /** The header {@code Location}; null if the response has none. */
  public @Nullable String location() {
    return location;
  }

  /** The header {@code ETag}; null if the response has none. */
  public @Nullable String etag() {
    return etag;
  }

  /** Charset of a text in the body, by its media type. */
  public Charset charset() {
    return charset;
  }

  /** The body itself, not a copy; empty if the response has none. */
  public byte[] body() {
    return body;
  }
}
