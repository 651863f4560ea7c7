package io.syncjobs.server.job.secret;

import org.jspecify.annotations.Nullable;

/**
 * A secret or setting of the connection to a target. Its text representation omits the value, so that logs don't contain it.
 *
 * @param key a value of Graph's synchronizationSecret
 * @param value null if it has none
 */
public record Secret(String key, @Nullable String value) {

  /** Base URL of the target. */
  public static final String BASE_ADDRESS = "BaseAddress";

  /** Bearer token for the target. */
  public static final String SECRET_TOKEN = "SecretToken";

  @Override
  public String toString() {
    return key;
  }
}
