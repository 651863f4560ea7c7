package io.syncjobs.server.web.development;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Issues tokens in development mode for the client credentials grant (RFC 6749 section 4.4), at the path of Entra's endpoint. A client can ask
 * for any tenant, to try several.
 */
@RestController
@Conditional(DevelopmentMode.class)
class DevelopmentTokenEndpoint {

  private static final Duration LIFETIME = Duration.ofHours(1);

  /** Scopes of OpenID Connect, which Microsoft's libraries add to every request. They say nothing about an application. */
  private static final Set<String> OF_SIGN_IN =
      Set.of("openid", "profile", "email", "offline_access");

  static final String PATH = "/{tenant}/oauth2/v2.0/token";

  private final DevelopmentTokens tokens;
  private final DevelopmentIssuer issuer;
  private final ClientAuthentication clients;

  DevelopmentTokenEndpoint(
      DevelopmentTokens tokens, DevelopmentIssuer issuer, ClientAuthentication clients) {
    this.tokens = tokens;
    this.issuer = issuer;
    this.clients = clients;
  }

  @PostMapping(
      path = PATH,
      consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Map<String, Object>> token(
      @PathVariable("tenant") String tenant,
      @RequestParam Map<String, String> form,
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable
          String authorization) {
    String grantType = form.get("grant_type");
    if (!AuthorizationGrantType.CLIENT_CREDENTIALS.getValue().equals(grantType)) {
      return refuse(
          HttpStatus.BAD_REQUEST,
          OAuth2ErrorCodes.UNSUPPORTED_GRANT_TYPE,
          "The only grant of development mode is client_credentials. Send grant_type=client_credentials.");
    }
    String fault = clients.fault(form, authorization, issuer.tokenEndpoint(tenant));
    if (fault != null) {
      return refuse(HttpStatus.UNAUTHORIZED, OAuth2ErrorCodes.INVALID_CLIENT, fault);
    }
    if (!issuer.isTenant(tenant)) {
      return refuse(
          HttpStatus.BAD_REQUEST,
          OAuth2ErrorCodes.INVALID_REQUEST,
          "The tenant in the path must be a GUID, or 'common' or 'organizations' for the tenant of development-client.json.");
    }
    List<String> roles = roles(form.get("scope"));
    if (roles.isEmpty()) {
      return refuse(
          HttpStatus.BAD_REQUEST,
          OAuth2ErrorCodes.INVALID_SCOPE,
          "Send a scope that ends in '/.default' for all permissions, or some of: "
              + String.join(" ", tokens.permissions()));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("token_type", "Bearer");
    answer.put("expires_in", LIFETIME.toSeconds());
    answer.put(
        "access_token",
        tokens.issue(issuer.issuer(tenant), issuer.tenantId(tenant), roles, LIFETIME));
    return answer(HttpStatus.OK, answer);
  }

  /** Reads the permissions of a scope; none if one of them doesn't exist. */
  private List<String> roles(@Nullable String scope) {
    List<String> named = Arrays.stream((scope == null ? "" : scope).split(" "))
        .filter(name -> !name.isEmpty() && !OF_SIGN_IN.contains(name))
        .map(name -> name.substring(name.lastIndexOf('/') + 1))
        .toList();
    if (named.isEmpty() || named.contains(".default")) {
      return List.copyOf(tokens.permissions());
    }
    return tokens.permissions().containsAll(named) ? named : List.of();
  }

  private static ResponseEntity<Map<String, Object>> refuse(
      HttpStatus status, String error, String description) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("error", error);
    answer.put("error_description", description);
    return answer(status, answer);
  }

  private static ResponseEntity<Map<String, Object>> answer(
      HttpStatus status, Map<String, Object> body) {
    return ResponseEntity.status(status)
        .cacheControl(CacheControl.noStore())
        .contentType(MediaType.APPLICATION_JSON)
        .body(body);
  }
}
