package io.syncjobs.server.web.development;

import io.syncjobs.server.platform.TenantClocks;
import io.syncjobs.server.web.development.signin.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Conditional;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Issues tokens that applications use on behalf of a user, with the claims of Entra's delegated tokens. Thread-safe. */
@Component
@Conditional(DevelopmentMode.class)
class UserTokens {

  private static final String REFRESH_AUDIENCE = "urn:syncjobs:refresh";

  private static final Duration LIFETIME = Duration.ofHours(1);

  /** As at Entra. */
  private static final Duration REFRESH_LIFETIME = Duration.ofDays(90);

  private final DevelopmentTokens tokens;
  private final DevelopmentIssuer issuer;
  private final TenantClocks clocks;
  private final JsonMapper json;

  UserTokens(
      DevelopmentTokens tokens, DevelopmentIssuer issuer, TenantClocks clocks, JsonMapper json) {
    this.tokens = tokens;
    this.issuer = issuer;
    this.clocks = clocks;
    this.json = json;
  }

  /**
   * Consent of a user to an application.
   *
   * @param tenantId tenant of the user
   * @param clientId id of the application
   * @param userId id of the user
   * @param permissions permissions that the application may use
   */
  record Consent(String tenantId, String clientId, String userId, List<String> permissions) {}

  /**
   * The members of a successful answer. They include an id token and a refresh token even if the scope names neither, because libraries add both to every request.
   *
   * @param scopes permissions of the access token, some of those of the consent
   * @param nonce text that the id token repeats; null for none
   */
  Map<String, Object> answer(
      Consent consent, Person person, Scopes scopes, @Nullable String nonce) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("token_type", "Bearer");
    answer.put("scope", scopes.answer());
    answer.put("expires_in", LIFETIME.toSeconds());
    answer.put("ext_expires_in", LIFETIME.toSeconds());
    answer.put(
        "access_token",
        tokens.sign(claims(consent, DevelopmentTokens.AUDIENCE, LIFETIME)
            .claim("appid", consent.clientId())
            .claim("upn", person.userPrincipalName())
            .claim("name", person.displayName())
            .claim("scp", String.join(" ", scopes.permissions()))
            .build()));
    answer.put(
        "refresh_token",
        tokens.sign(claims(consent, REFRESH_AUDIENCE, REFRESH_LIFETIME)
            .claim("appid", consent.clientId())
            .claim("scp", String.join(" ", consent.permissions()))
            .build()));
    JwtClaimsSet.Builder id = claims(consent, consent.clientId(), LIFETIME)
        .claim("ver", "2.0")
        .claim("preferred_username", person.userPrincipalName())
        .claim("name", person.displayName());
    if (nonce != null) {
      id.claim("nonce", nonce);
    }
    answer.put("id_token", tokens.sign(id.build()));
    answer.put("client_info", clientInfo(consent));
    return answer;
  }

  private JwtClaimsSet.Builder claims(Consent consent, String audience, Duration lifetime) {
    Instant now = clocks.of(consent.tenantId()).instant();
    return JwtClaimsSet.builder()
        .id(UUID.randomUUID().toString())
        .issuer(issuer.issuer(consent.tenantId()))
        .audience(List.of(audience))
        .subject(consent.userId())
        .issuedAt(now)
        .notBefore(now)
        .expiresAt(now.plus(lifetime))
        .claim("tid", consent.tenantId())
        .claim("oid", consent.userId());
  }

  /** Ids by which Microsoft's libraries know the account. */
  private String clientInfo(Consent consent) {
    Map<String, String> info = new LinkedHashMap<>();
    info.put("uid", consent.userId());
    info.put("utid", consent.tenantId());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.writeValueAsBytes(info));
  }

  /** The consent that a refresh token stands for; empty if it is none of this server or has expired. */
  Optional<Consent> consent(String refreshToken) {
    NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(tokens.keys())
        .jwsAlgorithm(DevelopmentTokens.ALGORITHM)
        .build();
    decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
        new JwtAudienceValidator(REFRESH_AUDIENCE), token -> {
          JwtTimestampValidator times = new JwtTimestampValidator();
          times.setClock(clocks.of(text(token, "tid")));
          return times.validate(token);
        }));
    try {
      Jwt token = decoder.decode(refreshToken);
      return Optional.of(new Consent(
          text(token, "tid"),
          text(token, "appid"),
          text(token, "oid"),
          List.of(text(token, "scp").split(" "))));
    } catch (JwtException e) {
      return Optional.empty();
    }
  }

  private static String text(Jwt token, String claim) {
    return Objects.requireNonNull(token.getClaimAsString(claim));
  }
}
