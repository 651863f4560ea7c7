package io.syncjobs.client;

import io.syncjobs.client.error.ConnectionException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered with, and the version that it had then. Immutable if the value is.
 *
 * @param <T> what it is
 */
public final class Versioned<T> {

  private final T value;
  private final @Nullable String etag;

  /**
   * A value and its version.
   *
   * @param value what was answered
   * @param etag its version; null if the server didn't say
   */
  public Versioned(T value, @Nullable String etag) {
    this.value = value;
    this.etag = etag;
  }

  /** What was answered. */
  public T value() {
    return value;
  }

  /**
   * Its version, opaque. A change or deletion can be made to depend on it.
   *
   * @throws ConnectionException if the server didn't say, which must not be taken for any version
   */
  public String etag() {
    if (etag == null) {
      throw new ConnectionException("The answer has no ETag", null);
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
