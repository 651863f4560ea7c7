package io.syncjobs.server.job.secret;

import org.jspecify.annotations.Nullable;

/**
 * A secret or a setting of the connection to a target. It doesn't tell its value by accident.
 *
 * @param key one of Graph's synchronizationSecret
 * @param value null if it has none
 */
public record Secret(String key, @Nullable String value) {

  /** The address of the target's service. */
  public static final String BASE_ADDRESS = "BaseAddress";

  /** The bearer token for the target. */
  public static final String SECRET_TOKEN = "SecretToken";

  @Override
  public String toString() {
    return key;
  }
}
