package io.syncjobs.server.web.development;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Issues tokens in development mode at the path of Entra's endpoint: to the development client itself by client credentials (RFC 6749 section 4.4), and to any
 * application on behalf of a user who has signed in. Both can ask for any tenant, to try several.
 */
@RestController
@Conditional(DevelopmentMode.class)
class DevelopmentTokenEndpoint {

  static final String PATH = "/{tenant}/oauth2/v2.0/token";

  private static final String CLIENT_CREDENTIALS = "client_credentials";
  private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

  /** Name of the same grant in requests of MSAL for Node.js. */
  private static final String OLD_DEVICE_CODE = "device_code";

  private static final String AUTHORIZATION_CODE = "authorization_code";
  private static final String REFRESH_TOKEN = "refresh_token";

  static final List<String> GRANTS =
      List.of(CLIENT_CREDENTIALS, AUTHORIZATION_CODE, DEVICE_CODE, REFRESH_TOKEN);

  private static final String FORM_ADVICE =
      "The request has no grant_type. Send a form as the body, with Content-Type: application/x-www-form-urlencoded and one of the grants as grant_type: "
          + String.join(", ", GRANTS) + ".";

  private static final Duration LIFETIME = Duration.ofHours(1);

  private final DevelopmentTokens tokens;
  private final DevelopmentIssuer issuer;
  private final ClientAuthentication clients;
  private final UserGrants users;

  DevelopmentTokenEndpoint(
      DevelopmentTokens tokens,
      DevelopmentIssuer issuer,
      ClientAuthentication clients,
      UserGrants users) {
    this.tokens = tokens;
    this.issuer = issuer;
    this.clients = clients;
    this.users = users;
  }

  @PostMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Map<String, Object>> token(
      @PathVariable("tenant") String tenant,
      @RequestParam Map<String, String> form,
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable
          String authorization) {
    String grantType = form.getOrDefault("grant_type", "");
    if (grantType.isEmpty()) {
      return OAuthAnswer.refusal(OAuth2ErrorCodes.INVALID_REQUEST, FORM_ADVICE);
    }
    if (grantType.equals(OLD_DEVICE_CODE)) {
      grantType = DEVICE_CODE;
    }
    if (!GRANTS.contains(grantType)) {
      return OAuthAnswer.refusal(
          OAuth2ErrorCodes.UNSUPPORTED_GRANT_TYPE,
          "The grants of development mode are " + String.join(", ", GRANTS)
              + ". Send one as grant_type.");
    }
    // Applications that sign in users need no secret, but one that they send must be right.
    boolean authenticates = grantType.equals(CLIENT_CREDENTIALS)
        || authorization != null
        || form.containsKey("client_secret")
        || form.containsKey("client_assertion");
    String fault =
        authenticates ? clients.fault(form, authorization, issuer.tokenEndpoint(tenant)) : null;
    if (fault != null) {
      return OAuthAnswer.refusal(
          HttpStatus.UNAUTHORIZED, OAuth2ErrorCodes.INVALID_CLIENT, fault, null);
    }
    if (!issuer.isTenant(tenant)) {
      return OAuthAnswer.refusal(OAuth2ErrorCodes.INVALID_REQUEST, DevelopmentIssuer.TENANT_ADVICE);
    }
    return switch (grantType) {
      case DEVICE_CODE -> users.deviceCode(tenant, form);
      case AUTHORIZATION_CODE -> users.authorizationCode(tenant, form);
      case REFRESH_TOKEN -> users.refreshToken(tenant, form);
      default -> clientCredentials(tenant, form);
    };
  }

  private ResponseEntity<Map<String, Object>> clientCredentials(
      String tenant, Map<String, String> form) {
    Optional<Scopes> scopes = Scopes.parse(form.get("scope"), tokens.permissions());
    if (scopes.isEmpty()) {
      return OAuthAnswer.refusal(
          OAuth2ErrorCodes.INVALID_SCOPE, Scopes.advice(tokens.permissions()));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("token_type", "Bearer");
    answer.put("expires_in", LIFETIME.toSeconds());
    answer.put(
        "access_token",
        tokens.issue(
            issuer.issuer(tenant), issuer.tenantId(tenant), scopes.get().permissions(), LIFETIME));
    return OAuthAnswer.ok(answer);
  }
}
