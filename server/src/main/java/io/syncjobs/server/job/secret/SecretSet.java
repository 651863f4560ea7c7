package io.syncjobs.server.job.secret;

import java.util.List;
import java.util.Optional;

/**
 * All secrets of an owner.
 *
 * @param secrets in the order in which they were saved, each key once
 * @param version changes whenever the set is replaced; opaque
 */
public record SecretSet(List<Secret> secrets, String version) {

  /** That of an owner who has never saved any. */
  static final SecretSet EMPTY = new SecretSet(List.of(), "none");

  public SecretSet {
    secrets = List.copyOf(secrets);
  }

  /** The value of a key; empty if there is none, or an empty one. */
  public Optional<String> value(String key) {
    return secrets.stream()
        .filter(secret -> secret.key().equals(key))
        .findFirst()
        .map(Secret::value)
        .filter(value -> !value.isEmpty());
  }
}
