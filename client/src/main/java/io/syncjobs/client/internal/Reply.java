package io.syncjobs.client.internal;

import io.syncjobs.client.Versioned;
import io.syncjobs.client.error.ConnectionException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A successful answer.
 *
 * @param uri what was asked
 * @param headers its headers
 * @param content what its body says; null if it has none
 */
public record Reply<T>(
    URI uri, HttpHeaders headers, @Nullable T content) {

  /**
   * What the body says.
   *
   * @throws ConnectionException if there is none
   */
  public T body() {
    if (content == null) {
      throw notInContract("has no body");
    }
    return content;
  }

  /**
   * What the body says, and its version.
   *
   * @throws ConnectionException if there is no body
   */
  public Versioned<T> versioned() {
    return versioned(body());
  }

  /** What was made of the body, and the version of that. */
  public <E> Versioned<E> versioned(E value) {
    return new Versioned<>(value, headers.firstValue("ETag").orElse(null));
  }

  /**
   * A list of the body.
   *
   * @throws ConnectionException if it is absent or has holes
   */
  public <E> List<E> complete(@Nullable List<E> list) {
    if (list == null || list.stream().anyMatch(element -> element == null)) {
      throw notInContract("has no complete list");
    }
    return list;
  }

  private ConnectionException notInContract(String what) {
    return new ConnectionException("The answer to " + uri + " " + what, null);
  }
}
