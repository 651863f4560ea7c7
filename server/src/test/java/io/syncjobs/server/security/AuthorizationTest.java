package io.syncjobs.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.contract.Operation;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may call what, for every operation of the contract. */
class AuthorizationTest {

  private static final Contract CONTRACT = Contract.load();

  private final TestServer server = Database.SQLITE.server();
  private final String tenant = TestServer.newId();
  private final String owner = TestServer.newId();

  static List<Operation> operations() {
    return CONTRACT.operations();
  }

  private Answer call(Operation operation, String token) {
    String path = operation
        .path()
        .replace("{applicationsId}", owner)
        .replace("{servicePrincipalId}", owner)
        .replace("{templateId}", "scim")
        .replace("{directoryId}", "aad")
        .replace("{jobId}", "scim." + tenant.replace("-", "") + "." + owner);
    Raw raw = Raw.with(server, token);
    return operation.body() == null
        ? raw.send(operation.method(), "/v1.0" + path)
        : raw.send(
            operation.method(),
            "/v1.0" + path,
            BodyPublishers.ofString(body(operation)),
            "Content-Type",
            "application/json");
  }

  private static String body(Operation operation) {
    if (operation.id().startsWith("create")) {
      return "{\"templateId\":\"aws\"}";
    }
    return operation.id().endsWith("Secrets") ? "{\"value\":[]}" : "{}";
  }

  @ParameterizedTest
  @MethodSource("operations")
  void withoutATokenNothingIsDone(Operation operation) {
    Answer answer = call(operation, "");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("InvalidAuthenticationToken");
    assertThat(answer.message()).contains("Authorization: Bearer");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theDeclaredPermissionsAreEnoughAndOthersAreNot(Operation operation) throws Exception {
    Raw.of(server, tenant).post(Raw.jobs(owner), "{\"templateId\":\"scim\"}");
    Set<String> all = CONTRACT.permissions();
    assertThat(operation.permissions()).isNotEmpty().isSubsetOf(all);

    for (String claim : List.of("roles", "scp")) {
      for (String other : List.of("Directory.Read.All", operation.permissions() + "x")) {
        assertThat(call(operation, token(Map.of(claim, other))).status()).isEqualTo(403);
      }
      for (String permission : all) {
        if (!operation.permissions().contains(permission)) {
          Answer refused = call(operation, token(Map.of(claim, permission)));
          assertThat(refused.status()).isEqualTo(403);
          assertThat(refused.code()).isEqualTo("Authorization_RequestDenied");
          assertThat(refused.message()).contains(operation.permissions());
        }
      }
    }
    assertThat(call(operation, token(Map.of())).status()).isEqualTo(403);
    for (String permission : operation.permissions()) {
      String claim = permission.equals(TestServer.READ) ? "scp" : "roles";
      Object value = claim.equals("scp") ? "openid " + permission : List.of("x", permission);
      Answer answer = call(operation, token(Map.of(claim, value)));
      if (operation.id().startsWith("validate")) {
        assertThat(answer.code()).as("no target to try").isEqualTo("credentialsMissing");
      } else {
        assertThat(answer.status()).isLessThan(300);
      }
      Raw.of(server, tenant)
          .send("DELETE", Raw.jobs(owner) + "/aws." + tenant.replace("-", "") + "." + owner);
      Raw.of(server, tenant).post(Raw.jobs(owner), "{\"templateId\":\"scim\"}");
    }
  }

  static Stream<String> forgeries() throws Exception {
    JWTClaimsSet claims =
        claims(TestServer.newId(), Map.of("roles", TestServer.READ)).build();
    RSAKey ours = key(Database.SQLITE.server());
    byte[] publicKey = ours.toRSAPublicKey().getEncoded();
    SignedJWT cut = sign(claims, JWSAlgorithm.RS256, new RSASSASigner(ours));
    String[] parts = cut.serialize().split("\\.", -1);
    return Stream.of(
        "nonsense",
        "a.b.c",
        new PlainJWT(claims).serialize(),
        sign(claims, JWSAlgorithm.RS256, new RSASSASigner(new RSAKeyGenerator(2048).generate()))
            .serialize(),
        sign(claims, JWSAlgorithm.HS256, new MACSigner(publicKey)).serialize(),
        parts[0] + "." + parts[1] + ".",
        parts[0] + "." + parts[1].substring(2) + "." + parts[2],
        token(new JWTClaimsSet.Builder(claims)
            .expirationTime(Date.from(Instant.now().minusSeconds(120)))),
        token(new JWTClaimsSet.Builder(claims)
            .notBeforeTime(Date.from(Instant.now().plusSeconds(120)))),
        token(new JWTClaimsSet.Builder(claims).issuer("https://elsewhere")),
        token(new JWTClaimsSet.Builder(claims).claim("tid", null)),
        token(new JWTClaimsSet.Builder(claims).claim("tid", "common")),
        token(new JWTClaimsSet.Builder(claims).claim("tid", List.of(TestServer.newId()))));
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void tokensThatAreNotValid(String token) {
    Answer answer = Raw.with(server, token).send("GET", Raw.jobs(owner));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("InvalidAuthenticationToken");
    assertThat(answer.header("WWW-Authenticate")).contains("invalid_token");
    assertThat(answer.message()).doesNotContain(token);
  }

  @Test
  void otherSchemesAndPlacesOfTokens() {
    String token = server.token(tenant, TestServer.READ);
    Raw raw = Raw.with(server, "");

    assertThat(
            raw.send("GET", Raw.jobs(owner), "Authorization", "Basic " + token).status())
        .isEqualTo(401);
    assertThat(raw.send("GET", Raw.jobs(owner), "Authorization", token).status())
        .isEqualTo(401);
    assertThat(raw.send("GET", Raw.jobs(owner) + "?access_token=" + token).status())
        .isEqualTo(401);
    assertThat(
            raw.send("GET", Raw.jobs(owner), "Authorization", "bearer " + token).status())
        .isEqualTo(200);
  }

  private String token(Map<String, Object> permissions) throws Exception {
    return token(claims(tenant, permissions));
  }

  private static String token(JWTClaimsSet.Builder claims) throws Exception {
    return sign(claims.build(), JWSAlgorithm.RS256, new RSASSASigner(key(Database.SQLITE.server())))
        .serialize();
  }

  private static JWTClaimsSet.Builder claims(String tenantId, Map<String, Object> permissions) {
    JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
        .issuer("urn:syncjobs:development")
        .audience("urn:syncjobs")
        .expirationTime(Date.from(Instant.now().plusSeconds(60)))
        .claim("tid", tenantId);
    permissions.forEach(claims::claim);
    return claims;
  }

  private static SignedJWT sign(JWTClaimsSet claims, JWSAlgorithm algorithm, JWSSigner signer)
      throws JOSEException {
    SignedJWT jwt = new SignedJWT(new JWSHeader(algorithm), claims);
    jwt.sign(signer);
    return jwt;
  }

  private static RSAKey key(TestServer server) throws Exception {
    return RSAKey.parse(Files.readString(server.dataFolder().resolve("development-key.json")));
  }
}
