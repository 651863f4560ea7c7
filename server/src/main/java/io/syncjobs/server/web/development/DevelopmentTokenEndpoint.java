package io.syncjobs.server.web.development;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.server.contract.Contract;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
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
  private static final List<String> OWN_TENANT = List.of("common", "organizations");

  static final String PATH = "/{tenant}/oauth2/v2.0/token";

  private final DevelopmentTokens tokens;
  private final Contract contract;

  DevelopmentTokenEndpoint(DevelopmentTokens tokens, Contract contract) {
    this.tokens = tokens;
    this.contract = contract;
  }

  @PostMapping(
      path = PATH,
      consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Map<String, Object>> token(
      @PathVariable("tenant") String tenant,
      @RequestParam(name = "grant_type", required = false) @Nullable String grantType,
      @RequestParam(name = "client_id", required = false) @Nullable String clientId,
      @RequestParam(name = "client_secret", required = false) @Nullable String clientSecret,
      @RequestParam(name = "scope", required = false) @Nullable String scope) {
    if (!AuthorizationGrantType.CLIENT_CREDENTIALS.getValue().equals(grantType)) {
      return refuse(
          HttpStatus.BAD_REQUEST,
          OAuth2ErrorCodes.UNSUPPORTED_GRANT_TYPE,
          "The only grant of development mode is client_credentials. Send grant_type=client_credentials.");
    }
    DevelopmentClient client = tokens.client();
    if (!same(client.clientId(), clientId) || !same(client.clientSecret(), clientSecret)) {
      return refuse(
          HttpStatus.UNAUTHORIZED,
          OAuth2ErrorCodes.INVALID_CLIENT,
          "Send client_id and client_secret of development-client.json in the server's data folder.");
    }
    if (!OWN_TENANT.contains(tenant) && !contract.isGuid(tenant)) {
      return refuse(
          HttpStatus.BAD_REQUEST,
          OAuth2ErrorCodes.INVALID_REQUEST,
          "The tenant in the path must be a GUID, or 'common' for the tenant of development-client.json.");
    }
    List<String> roles = roles(scope);
    if (roles.isEmpty()) {
      return refuse(
          HttpStatus.BAD_REQUEST,
          OAuth2ErrorCodes.INVALID_SCOPE,
          "Send a scope that ends in '/.default' for all permissions, or some of: "
              + String.join(" ", tokens.permissions()));
    }
    String tenantId = OWN_TENANT.contains(tenant) ? client.tenantId() : tenant;
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("token_type", "Bearer");
    answer.put("expires_in", LIFETIME.toSeconds());
    answer.put("access_token", tokens.issue(tenantId, roles, LIFETIME));
    return answer(HttpStatus.OK, answer);
  }

  /** Reads the permissions of a scope; none if one of them doesn't exist. */
  private List<String> roles(@Nullable String scope) {
    if (scope == null || scope.equals(".default") || scope.endsWith("/.default")) {
      return List.copyOf(tokens.permissions());
    }
    List<String> named = Arrays.stream(scope.split(" "))
        .map(name -> name.substring(name.lastIndexOf('/') + 1))
        .toList();
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

  private static boolean same(String ours, @Nullable String theirs) {
    return theirs != null && MessageDigest.isEqual(ours.getBytes(UTF_8), theirs.getBytes(UTF_8));
  }
}
