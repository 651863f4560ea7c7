package io.syncjobs.server.job.secret;

import java.util.List;
import java.util.Optional;

/**
 * All secrets of an owner.
 *
 * @param secrets in the order of the last save, each key once
 * @param version opaque; changes with every save
 */
public record SecretSet(List<Secret> secrets, String version) {

  /** The set of an owner that never saved secrets. */
  static final SecretSet EMPTY = new SecretSet(List.of(), "none");

  public SecretSet {
    secrets = List.copyOf(secrets);
  }

  /** The value of a key; empty if the key is absent or its value is null or empty. */
  public Optional<String> value(String key) {
    return secrets.stream()
        .filter(secret -> secret.key().equals(key))
        .findFirst()
        .map(Secret::value)
        .filter(value -> !value.isEmpty());
  }
}
