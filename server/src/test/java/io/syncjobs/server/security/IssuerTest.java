package io.syncjobs.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.syncjobs.server.startup.SetupException;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A server that trusts an issuer of its operator's, found by OIDC discovery. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IssuerTest {

  private static final String JWT = "--spring.security.oauth2.resourceserver.jwt.";

  private RSAKey key;
  private HttpServer issuer;
  private String issuerUrl;
  private TestServer server;

  @BeforeAll
  void start() throws Exception {
    key = new RSAKeyGenerator(2048).keyID("k").algorithm(JWSAlgorithm.RS256).generate();
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuerUrl = "http://localhost:" + issuer.getAddress().getPort();
    serve("/.well-known/openid-configuration", """
        {"issuer":"%s","jwks_uri":"%s/keys","subject_types_supported":["public"]}
        """.formatted(issuerUrl, issuerUrl));
    serve("/keys", new JWKSet(key.toPublicJWK()).toString());
    issuer.start();
    server =
        TestServer.start(JWT + "issuer-uri=" + issuerUrl, JWT + "audiences=https://sync.example");
  }

  private void serve(String path, String json) {
    issuer.createContext(path, exchange -> {
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
  }

  @AfterAll
  void stop() {
    server.close();
    issuer.stop(0);
  }

  private int statusWithAudience(String audience, String tenant) throws Exception {
    SignedJWT jwt = new SignedJWT(
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k").build(),
        new JWTClaimsSet.Builder()
            .issuer(issuerUrl)
            .audience(audience)
            .expirationTime(Date.from(Instant.now().plusSeconds(60)))
            .claim("tid", tenant)
            .claim("scp", TestServer.READ)
            .build());
    jwt.sign(new RSASSASigner(key));
    return Raw.with(server, jwt.serialize())
        .send("GET", Raw.jobs(TestServer.newId()))
        .status();
  }

  @Test
  void itsTokensAreAcceptedForItsAudienceOnly() throws Exception {
    assertThat(statusWithAudience("https://sync.example", TestServer.newId())).isEqualTo(200);
    assertThat(statusWithAudience("https://other.example", TestServer.newId())).isEqualTo(401);
    assertThat(statusWithAudience("https://sync.example", "common")).isEqualTo(401);
  }

  @Test
  void thereIsNoDevelopmentModeBesideIt() {
    assertThat(server.dataFolder().resolve("development-key.json")).doesNotExist();
    assertThat(server.dataFolder().resolve("development-client.json")).doesNotExist();
    assertThat(Raw.with(server, "")
            .send("POST", "/common/oauth2/v2.0/token?grant_type=client_credentials")
            .status())
        .isEqualTo(401);
  }

  @Test
  void halfASetupStopsTheStart() {
    for (List<String> half : List.of(
        List.of(JWT + "issuer-uri=" + issuerUrl),
        List.of(JWT + "jwk-set-uri=" + issuerUrl + "/keys"),
        List.of(JWT + "audiences=https://sync.example"),
        List.of("--server.address=0.0.0.0"))) {
      assertThatThrownBy(() -> TestServer.start(half.toArray(String[]::new)).close())
          .as(half.toString())
          .hasRootCauseInstanceOf(SetupException.class);
    }
  }
}
