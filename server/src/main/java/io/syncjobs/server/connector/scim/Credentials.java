package io.syncjobs.server.connector.scim;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.job.secret.Secret;
import io.syncjobs.server.job.secret.SecretSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Address of a SCIM service, and the bearer token that it demands. They can be used, as far as that can be known without a connection.
 */
record Credentials(BaseAddress address, String token) {

  private static final Map<String, List<String>> MISTAKEN = Map.of(
      Secret.BASE_ADDRESS,
      List.of("Url", "Server", "ConnectionString"),
      Secret.SECRET_TOKEN,
      List.of("Password", "ClientSecret", "TokenKey", "Oauth2AccessToken"));

  Credentials {
    requireHeader(token);
  }

  /**
   * Takes them from an owner's secrets.
   *
   * @throws TargetException if they are missing or can't be used
   */
  static Credentials of(SecretSet secrets) {
    return new Credentials(
        BaseAddress.parse(require(secrets, Secret.BASE_ADDRESS)),
        require(secrets, Secret.SECRET_TOKEN));
  }

  private static String require(SecretSet secrets, String key) {
    return secrets
        .value(key)
        .orElseThrow(() -> new TargetException(
            Problem.CREDENTIALS_MISSING,
            key,
            "The target needs " + key + ", and there is none. Send it, or save it first."
                + mistaken(secrets, key)));
  }

  /** Sentence that names keys in whose place the caller may have wanted to set another one. */
  private static String mistaken(SecretSet secrets, String key) {
    String others = MISTAKEN.getOrDefault(key, List.of()).stream()
        .filter(other -> secrets.value(other).isPresent())
        .collect(Collectors.joining(" and "));
    return others.isEmpty() ? "" : " SCIM targets have no use for " + others + ".";
  }

  /**
   * Makes sure that a token can be sent.
   *
   * @throws TargetException if it can't
   */
  static void requireHeader(String token) {
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      if (c <= ' ' || c >= 127) {
        throw new TargetException(
            Problem.REJECTED_CREDENTIALS,
            Secret.SECRET_TOKEN,
            "The SecretToken has " + (c <= ' ' ? "a blank or line end" : "a character beyond ASCII")
                + " at position " + (i + 1)
                + ", which no header can carry. Send the token alone, without 'Bearer' before it.");
      }
    }
  }

  /** Value of the header that authorizes a call. */
  String authorization() {
    return "Bearer " + token;
  }

  @Override
  public String toString() {
    return address.url();
  }
}
