package io.syncjobs.server.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.syncjobs.server.platform.startup.SetupException;
import io.syncjobs.server.support.OidcIssuer;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server that trusts an external issuer, found by OpenID Connect Discovery. */
class IssuerTest {

  private static final String JWT = "--spring.security.oauth2.resourceserver.jwt.";
  private static final String AUDIENCE = "https://sync.example";

  private static final RSAKey FIRST = rsa("first");

  /** An issuer that keeps running with its key, and a server that trusts it. */
  private static OidcIssuer steady;

  private static TestServer trusting;

  private @Nullable OidcIssuer issuer;

  @BeforeAll
  static void startServerOfSteadyIssuer() {
    steady = OidcIssuer.start(FIRST);
    trusting = TestServer.start(Stream.concat(
            TestServer.RUNNING.stream(),
            Stream.of(JWT + "issuer-uri=" + steady.url(), JWT + "audiences=" + AUDIENCE))
        .toArray(String[]::new));
  }

  @AfterAll
  static void stopServerOfSteadyIssuer() {
    trusting.close();
    steady.close();
  }

  /** An issuer of this test alone. */
  private OidcIssuer issuer() {
    if (issuer == null) {
      issuer = OidcIssuer.start(FIRST);
    }
    return issuer;
  }

  @AfterEach
  void stopIssuer() {
    if (issuer != null) {
      issuer.close();
    }
  }

  private static RSAKey rsa(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).algorithm(JWSAlgorithm.RS256).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private TestServer startServer() {
    return TestServer.start(JWT + "issuer-uri=" + issuer().url(), JWT + "audiences=" + AUDIENCE);
  }

  private String token() {
    return token(Map.of());
  }

  private String token(Map<String, Object> other) {
    return token(issuer(), other);
  }

  private static String token(OidcIssuer issuer, Map<String, Object> other) {
    Map<String, Object> claims = new HashMap<>(Map.of(
        "aud", List.of(AUDIENCE), "tid", TestServer.newId(), "roles", List.of(TestServer.READ)));
    claims.putAll(other);
    return issuer.token(claims);
  }

  private static Answer list(TestServer server, String token) {
    return Raw.with(server, token).send("GET", Raw.jobs(TestServer.newId()));
  }

  @Test
  void acceptsTokensForThisServerOnly() {
    assertThat(withToken(Map.of()).status()).isEqualTo(200);
    assertThat(withToken(Map.of("scp", "Synchronization.Read.All", "roles", List.of()))
            .status())
        .isEqualTo(200);
    assertThat(withToken(Map.of("aud", List.of("https://a", AUDIENCE))).status())
        .isEqualTo(200);

    assertThat(withToken(Map.of("roles", List.of("Other"))).status()).isEqualTo(403);
    assertThat(withToken(Map.of("aud", List.of("https://other"))).status()).isEqualTo(401);
    assertThat(withToken(Map.of("tid", "common")).status()).isEqualTo(401);
    assertThat(withToken(Map.of("iss", "https://other")).status()).isEqualTo(401);
    assertThat(list(trusting, token(steady, Map.of()) + "x").status()).isEqualTo(401);
  }

  private static Answer withToken(Map<String, Object> claims) {
    return list(trusting, token(steady, claims));
  }

  @Test
  void hasNoSandbox() {
    Raw raw = Raw.with(trusting, token(steady, Map.of("roles", List.of(TestServer.READ_WRITE))));
    String job = "{\"applicationId\":\"" + TestServer.newId() + "\",\"jobId\":\"scim.1\"}";
    for (Answer answer : List.of(
        raw.post("/v1.0/sandbox/advanceClock", "{\"by\":\"P1D\"}"),
        raw.post("/v1.0/sandbox/runCycle", job),
        raw.post("/v1.0/sandbox/seedDirectory", "{}"),
        raw.send("POST", "/v1.0/sandbox/reset"),
        raw.send("GET", "/v1.0/sandbox/snapshots"),
        raw.send("PUT", "/v1.0/sandbox/snapshots/before"),
        raw.send("POST", "/v1.0/sandbox/snapshots/before/restore"),
        raw.send("DELETE", "/v1.0/sandbox/snapshots/before"),
        raw.send("GET", "/v1.0/sandbox/target"),
        raw.send("GET", "/v1.0/sandbox/target/requests"))) {
      answer.assertRefused(404, "resourceNotFound", "");
      assertThat(answer.message()).contains("development mode");
    }
  }

  @Test
  void followsAlgorithmsAndKeysOfTheIssuer() throws JOSEException {
    try (TestServer server = startServer()) {
      assertThat(list(server, token()).status()).isEqualTo(200);
      String before = token();

      issuer()
          .changeKey(new ECKeyGenerator(Curve.P_256)
              .keyID("second")
              .algorithm(JWSAlgorithm.ES256)
              .generate());
      assertThat(list(server, token()).status()).isEqualTo(200);
      assertThat(list(server, before).status()).as("a withdrawn key").isEqualTo(401);
    }
  }

  @Test
  void limitsCallsForUnknownKeys() {
    RSAKey unknown = rsa("unknown");
    try (TestServer server = startServer();
        OidcIssuer other = OidcIssuer.start(unknown)) {
      String right = token();
      assertThat(list(server, right).status()).isEqualTo(200);
      for (int i = 0; i < 5; i++) {
        other.changeKey(new RSAKey.Builder(unknown).keyID("unknown" + i).build());
        Answer refused = list(server, other.token(Map.of("iss", issuer().url())));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.message()).doesNotContain("unknown");
      }
      assertThat(list(server, right).status()).isEqualTo(200);
      assertThat(issuer().keySetCalls()).isBetween(2, 3);
    }
  }

  @Test
  void usesKnownKeysWhileTheIssuerIsDown() {
    try (TestServer server = startServer()) {
      String token = token();
      assertThat(list(server, token).status()).isEqualTo(200);

      issuer().stop();
      assertThat(list(server, token).status()).isEqualTo(200);
    }
  }

  @Test
  void answers503UntilItReachesTheIssuer() {
    String token = token();
    issuer().stop();
    try (TestServer server = startServer()) {
      Answer answer = list(server, token);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("serviceNotAvailable");
      assertThat(answer.header("Retry-After")).isEqualTo("1");

      issuer().startAgain();
      assertThat(list(server, token).status()).isEqualTo(200);
    }
  }

  @Test
  void hasNoDevelopmentModeWithAnIssuer() {
    assertThat(trusting.dataFolder().resolve("development-key.json")).doesNotExist();
    assertThat(trusting.dataFolder().resolve("development-client.json")).doesNotExist();
    assertThat(Raw.with(trusting, "")
            .send("POST", "/common/oauth2/v2.0/token?grant_type=client_credentials")
            .status())
        .isEqualTo(401);
  }

  @Test
  void refusesToStartWithAnIncompleteConfiguration() {
    for (List<String> half : List.of(
        List.of(JWT + "issuer-uri=" + issuer().url()),
        List.of(JWT + "jwk-set-uri=" + issuer().url() + "/oauth2/jwks"),
        List.of(JWT + "audiences=" + AUDIENCE),
        List.of(JWT + "issuer-uri=", JWT + "audiences=" + AUDIENCE),
        List.of(JWT + "issuer-uri=sync", JWT + "audiences=" + AUDIENCE),
        List.of(JWT + "issuer-uri=" + issuer().url(), JWT + "audiences="),
        List.of("--server.address=0.0.0.0"))) {
      assertThatThrownBy(() -> TestServer.start(half.toArray(String[]::new)).close())
          .as(half.toString())
          .hasRootCauseInstanceOf(SetupException.class);
    }
  }
}
