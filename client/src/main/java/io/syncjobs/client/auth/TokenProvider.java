package io.syncjobs.client.auth;

import java.util.concurrent.CompletableFuture;

/**
 * Source of bearer tokens (RFC 6750). It is asked before each attempt of a call, so an implementation should cache, and it must be
 * thread-safe.
 */
@FunctionalInterface
public interface TokenProvider {

  /**
   * Returns a valid token, without the word {@code Bearer}. Printable ASCII without blanks; the future may fail, which fails the call with a
   * {@link io.syncjobs.client.error.TokenException}.
   */
  CompletableFuture<String> token();

  /**
   * Reports that the server refused a token with status 401.
   *
   * @return true if {@link #token()} now returns another token, with which the call is sent once more
   */
  default boolean refused(String token) {
    return false;
  }

  /**
   * Creates a provider of one fixed token, which is never renewed.
   *
   * @throws IllegalArgumentException if it is null or blank
   */
  static TokenProvider of(String token) {
    if (token == null || token.isBlank()) {
      throw new IllegalArgumentException("The token must not be null or blank");
    }
    return () -> CompletableFuture.completedFuture(token);
  }
}
