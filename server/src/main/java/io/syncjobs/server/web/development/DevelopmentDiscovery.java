package io.syncjobs.server.web.development;

import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Describes the issuer of development mode, as OpenID Connect Discovery 1.0 and Microsoft's authentication libraries ask. */
@RestController
@Conditional(DevelopmentMode.class)
class DevelopmentDiscovery {

  static final String METADATA = "/{tenant}/v2.0/.well-known/openid-configuration";
  static final String KEYS = "/{tenant}/discovery/v2.0/keys";
  static final String INSTANCE = "/{tenant}/discovery/instance";

  private static final List<String> ASSERTION_ALGORITHMS = List.of("RS256", "PS256", "ES256");

  private final DevelopmentIssuer issuer;
  private final DevelopmentTokens tokens;

  DevelopmentDiscovery(DevelopmentIssuer issuer, DevelopmentTokens tokens) {
    this.issuer = issuer;
    this.tokens = tokens;
  }

  @GetMapping(METADATA)
  ResponseEntity<Map<String, Object>> metadata(@PathVariable("tenant") String tenant) {
    if (!issuer.isTenant(tenant)) {
      return unknownTenant();
    }
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("issuer", issuer.issuer(tenant));
    metadata.put("authorization_endpoint", issuer.authorizationEndpoint(tenant));
    metadata.put("token_endpoint", issuer.tokenEndpoint(tenant));
    metadata.put("device_authorization_endpoint", issuer.deviceCodeEndpoint(tenant));
    metadata.put("jwks_uri", issuer.keys(tenant));
    metadata.put("grant_types_supported", DevelopmentTokenEndpoint.GRANTS);
    metadata.put("response_types_supported", List.of("code"));
    metadata.put("response_modes_supported", List.of("query", "form_post"));
    metadata.put("code_challenge_methods_supported", List.of("S256"));
    metadata.put("subject_types_supported", List.of("public"));
    metadata.put(
        "token_endpoint_auth_methods_supported",
        List.of("client_secret_post", "client_secret_basic", "private_key_jwt"));
    metadata.put("token_endpoint_auth_signing_alg_values_supported", ASSERTION_ALGORITHMS);
    metadata.put(
        "id_token_signing_alg_values_supported", List.of(DevelopmentTokens.ALGORITHM.getName()));
    metadata.put("scopes_supported", List.copyOf(tokens.permissions()));
    return ResponseEntity.ok(metadata);
  }

  @GetMapping(KEYS)
  ResponseEntity<Map<String, Object>> keys(@PathVariable("tenant") String tenant) {
    return issuer.isTenant(tenant)
        ? ResponseEntity.ok(new JWKSet(tokens.publicKey()).toJSONObject())
        : unknownTenant();
  }

  /** Confirms to Microsoft's libraries that this host issues tokens. */
  @GetMapping(INSTANCE)
  ResponseEntity<Map<String, Object>> instance(
      @PathVariable("tenant") String tenant,
      @RequestParam(name = "api-version", defaultValue = "1.1") String version,
      @RequestParam(name = "authorization_endpoint", required = false) @Nullable String endpoint) {
    String host = URI.create(issuer.origin()).getAuthority();
    if (endpoint != null && !endpoint.startsWith(issuer.origin() + "/")) {
      return OAuthAnswer.refusal(
          "invalid_instance",
          "The authorization_endpoint must begin with " + issuer.origin() + "/.");
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("tenant_discovery_endpoint", issuer.metadata(tenant));
    answer.put("api-version", version);
    answer.put(
        "metadata",
        List.of(
            Map.of("preferred_network", host, "preferred_cache", host, "aliases", List.of(host))));
    return ResponseEntity.ok(answer);
  }

  private static ResponseEntity<Map<String, Object>> unknownTenant() {
    return OAuthAnswer.refusal("invalid_tenant", DevelopmentIssuer.TENANT_ADVICE);
  }
}
