package io.syncjobs.server.support;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.syncjobs.client.auth.ClientCredentials;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;

/** A real OpenID Connect issuer (Spring Authorization Server) on its own port, which can be stopped, restarted and given other keys. */
public final class OidcIssuer implements AutoCloseable {

  private final Keys keys;
  private final Claims claims;
  private ConfigurableApplicationContext context;
  private final int port;

  private OidcIssuer(JWK key) {
    keys = new Keys(key);
    claims = new Claims(keys);
    context = run(0);
    port = Integer.parseInt(
        Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
  }

  /** Starts an issuer that signs with a key, by the algorithm in the key's {@code alg}. */
  public static OidcIssuer start(JWK key) {
    return new OidcIssuer(key);
  }

  /** The issuer's identifier, from which clients derive the address of its metadata. */
  public String url() {
    return "http://localhost:" + port;
  }

  /** Fetches a token with the client credentials grant, with additional claims. */
  public String token(Map<String, Object> further) {
    claims.further = further;
    return new ClientCredentials(url() + "/oauth2/token", "client", "secret", "any")
        .token()
        .join();
  }

  /** Replaces the signing key; earlier keys are no longer published. */
  public void changeKey(JWK key) {
    keys.key = key;
  }

  /** The number of times that callers fetched the keys. */
  public int keySetCalls() {
    return keys.fetched.get();
  }

  /** Stops the issuer until {@link #startAgain()}. */
  public void stop() {
    context.close();
  }

  /** Restarts the issuer at the same address. */
  public void startAgain() {
    context = run(port);
  }

  @Override
  public void close() {
    stop();
  }

  private ConfigurableApplicationContext run(int port) {
    SharedLog.use();
    return new SpringApplicationBuilder(Setup.class)
        .properties("spring.config.location=optional:classpath:/none/", "server.port=" + port)
        .initializers(beans -> {
          GenericApplicationContext registry = (GenericApplicationContext) beans;
          registry.registerBean(Keys.class, () -> keys);
          registry.registerBean(Claims.class, () -> claims);
        })
        .run();
  }

  /** Signing keys of the issuer. */
  static final class Keys implements JWKSource<SecurityContext> {
    private volatile JWK key;
    private final AtomicInteger fetched = new AtomicInteger();

    Keys(JWK key) {
      this.key = key;
    }

    @Override
    public List<JWK> get(JWKSelector selector, SecurityContext context) {
      if (selector.getMatcher().getKeyIDs() == null
          && selector.getMatcher().getAlgorithms() == null) {
        fetched.incrementAndGet(); // The issuer itself selects one key; callers request all.
      }
      return selector.select(new JWKSet(key));
    }
  }

  /** Adds the claims of the test to tokens. */
  static final class Claims implements OAuth2TokenCustomizer<JwtEncodingContext> {
    private final Keys keys;
    private volatile Map<String, Object> further = Map.of();

    Claims(Keys keys) {
      this.keys = keys;
    }

    @Override
    public void customize(JwtEncodingContext token) {
      token
          .getJwsHeader()
          .algorithm(Objects.requireNonNull(
              SignatureAlgorithm.from(keys.key.getAlgorithm().getName())));
      token.getClaims().claims(claims -> claims.putAll(further));
    }
  }

  @EnableWebSecurity
  @ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class
  })
  static class Setup {

    @Bean
    SecurityFilterChain chain(HttpSecurity http) {
      return http.oauth2AuthorizationServer(server -> server.oidc(oidc -> {}))
          .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
          .build();
    }

    /** Decoder for tokens that are sent to the issuer's own endpoints, such as user information. */
    @Bean
    JwtDecoder decoder(Keys keys) {
      return NimbusJwtDecoder.withJwkSource(keys).build();
    }

    @Bean
    AuthorizationServerSettings settings() {
      return AuthorizationServerSettings.builder().build();
    }

    @Bean
    RegisteredClientRepository clients() {
      return new InMemoryRegisteredClientRepository(RegisteredClient.withId("client")
          .clientId("client")
          .clientSecret("{noop}secret")
          .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
          .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
          .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
          .scope("any")
          .build());
    }
  }
}
