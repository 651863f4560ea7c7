package io.syncjobs.server.web.development;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;

/** Authenticates the development client: by its secret, in the form or as HTTP Basic, or by an assertion that it signed. */
@Component
@Conditional(DevelopmentMode.class)
class ClientAuthentication {

  private static final String BASIC = "Basic ";
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final DevelopmentTokens tokens;
  private final ClientAssertions assertions;

  ClientAuthentication(DevelopmentTokens tokens, ClientAssertions assertions) {
    this.tokens = tokens;
    this.assertions = assertions;
  }

  /**
   * Checks the credentials of a token request.
   *
   * @param form parameters of the request
   * @param authorization header of that name
   * @param endpoint URL of the token endpoint, for which an assertion must be made
   * @return the fault and its remedy; null if the client is authenticated
   */
  @Nullable
  String fault(Map<String, String> form, @Nullable String authorization, String endpoint) {
    String assertion = form.get("client_assertion");
    if (assertion != null) {
      return ASSERTION_TYPE.equals(form.get("client_assertion_type"))
          ? assertions.fault(assertion, endpoint)
          : "Send client_assertion_type=" + ASSERTION_TYPE + " beside client_assertion.";
    }
    @Nullable String id = form.get("client_id");
    @Nullable String secret = form.get("client_secret");
    if (authorization != null && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      String[] pair = decoded(authorization.substring(BASIC.length()).strip());
      id = pair[0];
      secret = pair[1];
    }
    DevelopmentClient client = tokens.client();
    return same(client.clientId(), id) && same(client.clientSecret(), secret)
        ? null
        : "Send client_id and client_secret of development-client.json in the server's data folder.";
  }

  /** Reads both parts of HTTP Basic, which are encoded as in a form (RFC 6749, section 2.3.1). */
  private static String[] decoded(String base64) {
    try {
      String text = new String(Base64.getDecoder().decode(base64), UTF_8);
      int colon = text.indexOf(':');
      return colon < 0
          ? new String[] {"", ""}
          : new String[] {
            URLDecoder.decode(text.substring(0, colon), UTF_8),
            URLDecoder.decode(text.substring(colon + 1), UTF_8)
          };
    } catch (IllegalArgumentException e) {
      return new String[] {"", ""};
    }
  }

  private static boolean same(String ours, @Nullable String theirs) {
    return theirs != null && MessageDigest.isEqual(ours.getBytes(UTF_8), theirs.getBytes(UTF_8));
  }
}
