package io.syncjobs.client.internal;

import java.net.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A successful answer.
 *
 * @param headers its headers
 * @param content what its body says; null if it has none
 */
public record Reply<T>(HttpHeaders headers, @Nullable T content) {

  /**
   * What the body says.
   *
   * @throws IllegalStateException if there is none
   */
  public T body() {
    if (content == null) {
      throw new IllegalStateException("The answer has no body");
    }
    return content;
  }
}
