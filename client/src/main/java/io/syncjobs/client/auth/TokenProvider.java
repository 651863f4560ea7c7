package io.syncjobs.client.auth;

import java.util.concurrent.CompletableFuture;

/**
 * Gives the bearer token of a call. Asked before each attempt, so it should remember. Must be safe for use by many threads.
 */
@FunctionalInterface
public interface TokenProvider {

  /**
   * A token that is valid now, without the word {@code Bearer}. It fails with a {@link
   * io.syncjobs.client.error.TokenException} if there is none.
   */
  CompletableFuture<String> token();

  /**
   * Told that the server doesn't take a token.
   *
   * @return whether {@link #token()} gives another one now; the call is tried once more then
   */
  default boolean refused(String token) {
    return false;
  }

  /**
   * Always the same token.
   *
   * @throws IllegalArgumentException if it is null or blank
   */
  static TokenProvider of(String token) {
    if (token == null || token.isBlank()) {
      throw new IllegalArgumentException("There is no token");
    }
    return () -> CompletableFuture.completedFuture(token);
  }
}
