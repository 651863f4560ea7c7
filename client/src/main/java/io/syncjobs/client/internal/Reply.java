package io.syncjobs.client.internal;

import io.syncjobs.client.Versioned;
import io.syncjobs.client.error.ConnectionException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Successful answer.
 *
 * @param uri URI of the request
 * @param headers headers of the answer
 * @param content model read from the body; null if there is no body
 */
public record Reply<T>(
    URI uri, HttpHeaders headers, @Nullable T content) {

  /**
   * Returns the model read from the body.
   *
   * @throws ConnectionException if there is no body
   */
  public T body() {
    if (content == null) {
      throw violation("has no body");
    }
    return content;
  }

  /**
   * Returns the model with its version.
   *
   * @throws ConnectionException if there is no body
   */
  public Versioned<T> versioned() {
    return versioned(body());
  }

  /** Returns a part of the body with the version of the answer. */
  public <E> Versioned<E> versioned(E value) {
    return new Versioned<>(value, headers.firstValue("ETag").orElse(null));
  }

  /**
   * Returns a list that the contract requires.
   *
   * @throws ConnectionException if the list is absent or contains null
   */
  public <E> List<E> complete(@Nullable List<E> list) {
    if (list == null || list.stream().anyMatch(element -> element == null)) {
      throw violation("has no list, or one with null in it");
    }
    return list;
  }

  /**
   * Returns a header that the contract requires.
   *
   * @throws ConnectionException if the header is absent
   */
  public String header(String name) {
    return headers.firstValue(name).orElseThrow(() -> violation("has no header " + name));
  }

  /** Returns the time after which the server wants to be asked again; empty if there is nothing to wait for. */
  public Optional<Duration> retryAfter() {
    return headers
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("[0-9]{1,9}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }

  private ConnectionException violation(String what) {
    return new ConnectionException("The answer to " + uri + " " + what, null);
  }
}
