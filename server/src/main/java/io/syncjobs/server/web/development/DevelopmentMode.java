package io.syncjobs.server.web.development;

import io.syncjobs.server.platform.startup.SetupException;
import java.util.List;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches if no issuer of tokens is configured: the server then issues tokens itself and listens on the loopback address only. An issuer without
 * an audience, or an audience without an issuer, stops the start.
 */
public class DevelopmentMode implements Condition {

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
          "An issuer of tokens is configured, but no audience: the server would accept tokens for other services.",
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
