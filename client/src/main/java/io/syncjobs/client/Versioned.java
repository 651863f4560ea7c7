package io.syncjobs.client;

import io.syncjobs.client.error.ConnectionException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value that the server returned, with its version as an entity tag (RFC 9110 section 8.8.3). Immutable and thread-safe if the value is.
 *
 * @param <T> type of the value
 */
public final class Versioned<T> {

  private final T value;
  private final @Nullable String etag;

  /**
   * Combines a value with its version.
   *
   * @param value the value
   * @param etag entity tag; null if the server returned none
   */
  public Versioned(T value, @Nullable String etag) {
    this.value = value;
    this.etag = etag;
  }

  /** The value. */
  public T value() {
    return value;
  }

  /**
   * The version as an opaque entity tag, on which an update or deletion can be made conditional.
   *
   * @throws ConnectionException if the server returned none, so that a conditional call never becomes an unconditional one
   */
  public String etag() {
    if (etag == null) {
      throw new ConnectionException(
          "The answer has no ETag, so there is no version to make a call conditional on", null);
    }
    return etag;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Versioned<?> that
        && Objects.equals(value, that.value)
        && Objects.equals(etag, that.etag);
  }

  @Override
  public int hashCode() {
    return Objects.hash(value, etag);
  }

  @Override
  public String toString() {
    return value + " of version " + etag;
  }
}
