package io.syncjobs.server.web.development;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.syncjobs.server.platform.TenantClocks;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/** Issues tokens of development mode, with the claims of Entra's application tokens. Thread-safe. */
public class DevelopmentTokens {

  static final String ISSUER = "urn:syncjobs:development";

  static final String AUDIENCE = "urn:syncjobs";

  static final SignatureAlgorithm ALGORITHM = SignatureAlgorithm.ES256;

  private final ECKey publicKey;
  private final JWKSource<SecurityContext> keys;
  private final DevelopmentClient client;
  private final Set<String> permissions;
  private final TenantClocks clocks;
  private final JwtEncoder encoder;

  DevelopmentTokens(
      ECKey key, DevelopmentClient client, Set<String> permissions, TenantClocks clocks) {
    this.publicKey = key.toPublicJWK();
    this.keys = new ImmutableJWKSet<>(new JWKSet(key));
    this.client = client;
    this.permissions = permissions;
    this.clocks = clocks;
    this.encoder = new NimbusJwtEncoder(keys);
  }

  /** Client that may get tokens. */
  public DevelopmentClient client() {
    return client;
  }

  /** All permissions of the contract. */
  Set<String> permissions() {
    return permissions;
  }

  /** The key that verifies the tokens. */
  ECKey publicKey() {
    return publicKey;
  }

  /** Keys that sign and verify the tokens. */
  JWKSource<SecurityContext> keys() {
    return keys;
  }

  /** Issues a token to the development client without a request, so that the address of the server isn't known. */
  String issue(String tenantId, Collection<String> roles, Duration lifetime) {
    return issue(ISSUER, tenantId, roles, lifetime);
  }

  /** Issues a token to the development client. */
  String issue(String issuer, String tenantId, Collection<String> roles, Duration lifetime) {
    Instant now = clocks.of(tenantId).instant();
    return sign(JwtClaimsSet.builder()
        .id(UUID.randomUUID().toString())
        .issuer(issuer)
        .audience(List.of(AUDIENCE))
        .subject(client.clientId())
        .issuedAt(now)
        .notBefore(now)
        .expiresAt(now.plus(lifetime))
        .claim("tid", tenantId)
        .claim("appid", client.clientId())
        .claim("roles", List.copyOf(roles))
        .build());
  }

  String sign(JwtClaimsSet claims) {
    return encoder
        .encode(JwtEncoderParameters.from(JwsHeader.with(ALGORITHM).build(), claims))
        .getTokenValue();
  }
}
