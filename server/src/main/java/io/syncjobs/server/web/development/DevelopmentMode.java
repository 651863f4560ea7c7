package io.syncjobs.server.web.development;

import io.syncjobs.server.platform.startup.SetupException;
import java.util.List;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Holds when no issuer of tokens is configured: the server then issues them itself and listens on
 * the loopback address only. Settings that would leave the server half open stop the start.
 */
class DevelopmentMode implements Condition {

  private static final String JWT = "spring.security.oauth2.resourceserver.jwt.";
  private static final List<String> ISSUERS =
      List.of(JWT + "issuer-uri", JWT + "jwk-set-uri", JWT + "public-key-location");
  private static final String AUDIENCES = JWT + "audiences";

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    Environment settings = context.getEnvironment();
    boolean issuer = ISSUERS.stream().anyMatch(name -> isSet(settings, name));
    boolean audiences = isSet(settings, AUDIENCES) || isSet(settings, AUDIENCES + "[0]");
    if (issuer && !audiences) {
      throw new SetupException(
          "An issuer of tokens is configured, but no audience: tokens made for other services would be accepted.",
          "Set "
              + AUDIENCES
              + " to the audience that the issuer writes into tokens for this server.",
          null);
    }
    if (audiences && !issuer) {
      throw new SetupException(
          "An audience of tokens is configured, but no issuer.",
          "Set "
              + ISSUERS.get(0)
              + " or "
              + ISSUERS.get(1)
              + "; or leave out "
              + AUDIENCES
              + " for development mode.",
          null);
    }
    return !issuer;
  }

  private static boolean isSet(Environment settings, String name) {
    return StringUtils.hasText(settings.getProperty(name));
  }
}
