package io.syncjobs.server.web.development;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.syncjobs.server.connector.directory.DirectoryLists;
import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.platform.TenantClocks;
import io.syncjobs.server.platform.startup.DataFolder;
import io.syncjobs.server.platform.startup.SetupException;
import io.syncjobs.server.web.development.signin.People;
import io.syncjobs.server.web.development.signin.SignInPage;
import io.syncjobs.server.web.development.signin.SignIns;
import io.syncjobs.server.web.security.VerifiedTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.servlet.ConfigurableServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.servlet.HandlerExceptionResolver;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Beans of a server without a configured issuer. Its signing key and its client are created once and kept in the data folder. */
@Configuration(proxyBeanMethods = false)
@Conditional(DevelopmentMode.class)
class DevelopmentConfiguration {

  private static final String KEY_FILE = "development-key.json";
  private static final String CLIENT_FILE = "development-client.json";
  private static final int SECRET_BYTES = 32;

  @Bean
  DevelopmentTokens developmentTokens(
      DataFolder folder, JsonMapper json, Contract contract, TenantClocks clocks)
      throws JOSEException {
    return new DevelopmentTokens(key(folder), client(folder, json), contract.permissions(), clocks);
  }

  @Bean
  JwtDecoder jwtDecoder(
      DevelopmentTokens tokens, OAuth2TokenValidator<Jwt> tenant, TenantClocks clocks) {
    NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(tokens.keys())
        .jwsAlgorithm(DevelopmentTokens.ALGORITHM)
        .build();
    decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
        new JwtClaimValidator<Object>(JwtClaimNames.ISS, DevelopmentConfiguration::isIssuer),
        tenant,
        token -> times(token, clocks),
        new JwtAudienceValidator(DevelopmentTokens.AUDIENCE)));
    return new VerifiedTokens(decoder, clocks);
  }

  /** Accepts the name of the issuer under any host, because the signature shows that this server issued the token. */
  private static boolean isIssuer(@Nullable Object name) {
    return name != null
        && (name.toString().equals(DevelopmentTokens.ISSUER)
            || name.toString().matches("https?://[^/?#]+(/.*)?/[0-9A-Fa-f-]{36}/v2\\.0"));
  }

  /** Checks the times of a token by the clock of its tenant. */
  private static OAuth2TokenValidatorResult times(Jwt token, TenantClocks clocks) {
    JwtTimestampValidator validator = new JwtTimestampValidator();
    validator.setClock(clocks.of(String.valueOf(token.getClaimAsString("tid"))));
    return validator.validate(token);
  }

  @Bean
  SignIns signIns(Clock clock) {
    return new SignIns(clock);
  }

  @Bean
  People people(DirectoryLists directory) {
    return new People(directory);
  }

  /** Lets anybody ask for a token and about the issuer, who can't have a token yet. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  SecurityFilterChain tokenEndpointChain(
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
    return new DefaultSecurityFilterChain(
        new OrRequestMatcher(Stream.of(
                DevelopmentTokenEndpoint.PATH,
                DeviceCodeEndpoint.PATH,
                AuthorizationEndpoint.PATH,
                SignInPage.PATH,
                DevelopmentDiscovery.METADATA,
                DevelopmentDiscovery.KEYS,
                DevelopmentDiscovery.INSTANCE)
            .<RequestMatcher>map(PathPatternRequestMatcher::pathPattern)
            .toList()),
        new HeaderWriterFilter(List.of(new XContentTypeOptionsHeaderWriter())),
        new StorableParameters(errors));
  }

  /** Listens on the loopback address only, since anybody who reaches the server can get a token. */
  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  WebServerFactoryCustomizer<ConfigurableServletWebServerFactory> loopbackOnly(
      ServerProperties server) {
    InetAddress address = loopback(server.getAddress(), "server.address");
    return factory -> factory.setAddress(address);
  }

  /** Applies the same rule to a separate port for operators. */
  @Bean
  static BeanPostProcessor operatorsOnLoopbackOnly(Environment environment) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof ManagementServerProperties management
            && ManagementPortType.get(environment) == ManagementPortType.DIFFERENT) {
          management.setAddress(loopback(management.getAddress(), "management.server.address"));
        }
        return bean;
      }
    };
  }

  private static InetAddress loopback(@Nullable InetAddress wanted, String setting) {
    if (wanted != null && !wanted.isLoopbackAddress()) {
      throw new SetupException(
          "The server is configured to listen on "
              + wanted.getHostAddress()
              + ", but no issuer of tokens is configured: in development mode, anybody who reaches the server can get a token.",
          "Configure an issuer with spring.security.oauth2.resourceserver.jwt.issuer-uri, or leave out "
              + setting
              + ".",
          null);
    }
    return wanted == null ? InetAddress.getLoopbackAddress() : wanted;
  }

  /** Creates an elliptic-curve key: an RSA key of 2,048 bits would take a quarter of the first start. */
  private static ECKey key(DataFolder folder) throws JOSEException {
    Path file = folder.file(KEY_FILE);
    if (!Files.exists(file)) {
      ECKey fresh =
          new ECKeyGenerator(Curve.P_256).keyID(UUID.randomUUID().toString()).generate();
      folder.createSecret(file, fresh.toJSONString());
    }
    try {
      return ECKey.parse(read(file));
    } catch (CharacterCodingException | ParseException e) {
      throw unreadable(file, e);
    }
  }

  private static DevelopmentClient client(DataFolder folder, JsonMapper json) {
    Path file = folder.file(CLIENT_FILE);
    if (!Files.exists(file)) {
      byte[] secret = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(secret);
      DevelopmentClient fresh = new DevelopmentClient(
          UUID.randomUUID().toString(),
          UUID.randomUUID().toString(),
          Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
      folder.createSecret(file, json.writerWithDefaultPrettyPrinter().writeValueAsString(fresh));
    }
    try {
      return json.readValue(read(file), DevelopmentClient.class);
    } catch (CharacterCodingException | JacksonException e) {
      throw unreadable(file, e);
    }
  }

  private static String read(Path file) throws CharacterCodingException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw e;
    } catch (IOException e) {
      throw new SetupException(
          "The file " + file + " can't be read: " + SetupException.reason(e) + ".",
          "Let the server read it. Or delete it; the server creates a new one, which invalidates earlier tokens and credentials.",
          e);
    }
  }

  private static SetupException unreadable(Path file, Exception cause) {
    return new SetupException(
        "The file " + file + " isn't in the form in which the server wrote it.",
        "Delete it; the server creates a new one, which invalidates earlier tokens and credentials.",
        cause);
  }
}
