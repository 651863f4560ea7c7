package io.syncjobs.server.web.development;

import io.syncjobs.server.contract.Contract;
import java.util.List;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Addresses of the issuer of development mode, under the host that the caller used. */
@Component
@Conditional(DevelopmentMode.class)
class DevelopmentIssuer {

  /** Advice for a path with another name of a tenant. */
  static final String TENANT_ADVICE =
      "The tenant in the path must be a GUID, or 'common' or 'organizations' for the tenant of development-client.json.";

  private static final List<String> OWN_TENANT = List.of("common", "organizations");

  private final DevelopmentTokens tokens;
  private final Contract contract;

  DevelopmentIssuer(DevelopmentTokens tokens, Contract contract) {
    this.tokens = tokens;
    this.contract = contract;
  }

  /** Tells whether a path can name a tenant so: by its id or, for the client's own, by a common name. */
  boolean isTenant(String name) {
    return OWN_TENANT.contains(name) || contract.isGuid(name);
  }

  /** Id of the tenant that a path names. */
  String tenantId(String name) {
    return OWN_TENANT.contains(name) ? tokens.client().tenantId() : name;
  }

  /** Name of the issuer of a tenant's tokens, which is the address of its metadata as well. */
  String issuer(String tenant) {
    return origin() + "/" + tenantId(tenant) + "/v2.0";
  }

  String tokenEndpoint(String tenant) {
    return origin() + "/" + tenant + "/oauth2/v2.0/token";
  }

  String deviceCodeEndpoint(String tenant) {
    return origin() + "/" + tenant + "/oauth2/v2.0/devicecode";
  }

  String authorizationEndpoint(String tenant) {
    return origin() + "/" + tenant + "/oauth2/v2.0/authorize";
  }

  String keys(String tenant) {
    return origin() + "/" + tenant + "/discovery/v2.0/keys";
  }

  String metadata(String tenant) {
    return origin() + "/" + tenant + "/v2.0/.well-known/openid-configuration";
  }

  /** Scheme, host and port of the current request. */
  String origin() {
    return ServletUriComponentsBuilder.fromCurrentContextPath().toUriString();
  }
}
