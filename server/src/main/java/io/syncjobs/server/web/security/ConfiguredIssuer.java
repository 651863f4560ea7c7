package io.syncjobs.server.web.security;

import java.util.stream.Stream;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** The issuer of tokens in Boot's settings. Without one, the server runs in development mode. */
public final class ConfiguredIssuer {

  static final String JWT = "spring.security.oauth2.resourceserver.jwt";

  private ConfiguredIssuer() {}

  /** Tells whether an issuer is configured. */
  public static boolean isIn(Environment settings) {
    return Stream.of(".issuer-uri", ".jwk-set-uri")
        .anyMatch(name -> StringUtils.hasText(settings.getProperty(JWT + name)));
  }
}
