package io.syncjobs.client.auth;

import java.util.concurrent.CompletableFuture;

/**
 * Gives the bearer token of a call. Asked before each attempt, so it should remember. Must be safe
 * for use by many threads.
 */
@FunctionalInterface
public interface TokenProvider {

  /**
   * A token that is valid now, without the word {@code Bearer}. It fails with a {@link
   * io.syncjobs.client.error.TokenException} if there is none.
   */
  CompletableFuture<String> token();

  /** Always the same token. */
  static TokenProvider of(String token) {
    return () -> CompletableFuture.completedFuture(token);
  }
}
