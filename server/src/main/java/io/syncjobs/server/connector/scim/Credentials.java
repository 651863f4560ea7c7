package io.syncjobs.server.connector.scim;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.job.secret.Secret;
import io.syncjobs.server.job.secret.SecretSet;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * What leads to a SCIM service.
 *
 * @param address its base, without a slash at its end
 * @param token that it wants to see
 */
record Credentials(URI address, String token) {

  /**
   * Takes them out of an owner's secrets.
   *
   * @throws TargetException if they are missing, or can't be used
   */
  static Credentials of(SecretSet secrets) {
    URI address = address(require(secrets, Secret.BASE_ADDRESS));
    String token = require(secrets, Secret.SECRET_TOKEN);
    if (!token.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new TargetException(
          Problem.REJECTED_CREDENTIALS,
          Secret.SECRET_TOKEN,
          "The SecretToken has blanks or line ends in it, which no header can carry. Correct it.");
    }
    return new Credentials(address, token);
  }

  private static String require(SecretSet secrets, String key) {
    return secrets
        .value(key)
        .orElseThrow(() -> new TargetException(
            Problem.CREDENTIALS_MISSING,
            key,
            "The target needs " + key + ", and there is none. Send it, or save it first."));
  }

  private static URI address(String text) {
    try {
      URI address = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      if (web
          && address.getHost() != null
          && address.getRawUserInfo() == null
          && address.getRawQuery() == null
          && address.getRawFragment() == null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Refused below like an address of another kind.
    }
    throw new TargetException(
        Problem.ADDRESS_INVALID,
        Secret.BASE_ADDRESS,
        "The BaseAddress isn't an absolute URL of http or https without a query. Correct it.");
  }

  /** The value of the header that authorizes a call. */
  String authorization() {
    return "Bearer " + token;
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
