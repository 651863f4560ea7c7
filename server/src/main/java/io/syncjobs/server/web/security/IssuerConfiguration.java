package io.syncjobs.server.web.security;

import io.syncjobs.server.platform.TenantClocks;
import io.syncjobs.server.platform.startup.SetupException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.util.StringUtils;

/**
 * Accepts tokens of the issuer in Boot's settings. Boot's own decoder would ask the issuer for each unknown key, and refuse all tokens while the
 * issuer is down.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(IssuerConfiguration.IssuerIsSet.class)
class IssuerConfiguration {

  static class IssuerIsSet implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return ConfiguredIssuer.isIn(context.getEnvironment());
    }
  }

  @Bean
  JwtDecoder jwtDecoder(
      OAuth2ResourceServerProperties properties, TenantClaim tenant, TenantClocks clocks) {
    OAuth2ResourceServerProperties.Jwt jwt = properties.getJwt();
    NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(IssuerKeys.of(
            url("issuer-uri", jwt.getIssuerUri()), url("jwk-set-uri", jwt.getJwkSetUri())))
        .jwsAlgorithms(all -> all.addAll(Arrays.asList(SignatureAlgorithm.values())))
        .build();
    List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>();
    validators.add(JwtValidators.createDefault());
    if (StringUtils.hasText(jwt.getIssuerUri())) {
      validators.add(new JwtIssuerValidator(jwt.getIssuerUri()));
    }
    validators.add(audience(jwt.getAudiences()));
    validators.add(tenant);
    decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(validators));
    return new VerifiedTokens(decoder, clocks);
  }

  private static OAuth2TokenValidator<Jwt> audience(List<String> ours) {
    return new JwtClaimValidator<List<String>>(
        JwtClaimNames.AUD, theirs -> theirs != null && !Collections.disjoint(theirs, ours));
  }

  private static @Nullable URI url(String setting, @Nullable String text) {
    if (!StringUtils.hasText(text)) {
      return null;
    }
    try {
      URI url = URI.create(text);
      if (("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
          && url.getHost() != null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // Refused below, like other addresses.
    }
    throw new SetupException(
        "The setting " + ConfiguredIssuer.JWT + "." + setting + " isn't an http or https URL: "
            + text,
        "Set it to the URL at which this server reaches the issuer of tokens.",
        null);
  }
}
