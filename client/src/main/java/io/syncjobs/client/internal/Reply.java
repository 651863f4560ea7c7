package io.syncjobs.client.internal;

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
   * The version of what was read.
   *
   * @throws ConnectionException if the answer doesn't say, which must not be taken for any version
   */
  public String etag() {
    return headers.firstValue("ETag").orElseThrow(() -> notInContract("has no ETag"));
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
