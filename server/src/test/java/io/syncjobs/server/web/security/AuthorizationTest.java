package io.syncjobs.server.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.syncjobs.server.audit.AuditLog;
import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.contract.Operation;
import io.syncjobs.server.engine.Completed;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.DirectoryEntries;
import io.syncjobs.server.support.Events;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.Uploads;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Permissions of every operation of the contract. */
class AuthorizationTest {

  private static final Contract CONTRACT = Contract.load();

  /** Resources of every kind, of a tenant and an application of its own. No test that shares them changes them. */
  private static @Nullable Resources shared;

  /** Tokens of the tenant of the shared resources by their claims, since a signature takes longer than a call. */
  private static final Map<Map<String, Object>, String> TOKENS = new HashMap<>();

  private static @Nullable Map<String, String> forgeries;

  private final TestServer server = Database.SQLITE.server();
  private final String tenant = TestServer.newId();
  private final String owner = TestServer.newId();

  static List<Operation> operations() {
    return CONTRACT.operations();
  }

  private record Resources(
      String tenant,
      String owner,
      String event,
      String user,
      String group,
      String cycle,
      String upload) {

    String job(String template) {
      return template + "." + tenant.replace("-", "") + "." + owner;
    }
  }

  private Resources createAll() {
    String tenant = TestServer.newId();
    String owner = TestServer.newId();
    ProvisioningEvent event = Events.of(tenant).created("Ann");
    server.bean(AuditLog.class).add(List.of(event));
    String user = DirectoryEntries.user(server, tenant, "kim@example.com");
    String group = DirectoryEntries.group(server, tenant, "Guides", user);
    Raw raw = Raw.of(server, tenant);
    raw.post(Raw.jobs(owner), "{\"templateId\":\"scim\"}");
    raw.post(Raw.jobs(owner), "{\"templateId\":\"API2AAD\"}");
    String job = ".%s.%s".formatted(tenant.replace("-", ""), owner);
    raw.post(Raw.jobs(owner) + "/scim" + job + "/schema/directories", "{\"id\":\"extra\"}");
    String templates = Raw.jobs(owner).replace("/jobs", "/templates");
    raw.post(templates, "{\"id\":\"own\"}");
    raw.post(templates + "/own/schema/directories", "{\"id\":\"extra\"}");
    String upload = Completed.upload(server, tenant, owner, "API2AAD" + job);
    String cycle = TestServer.newId();
    Completed.cycle(server, tenant, owner, "scim" + job, cycle);
    Completed.webhook(server, tenant, owner, "scim" + job, "https://hooks.example/cycles");
    return new Resources(tenant, owner, event.id(), user, group, cycle, upload);
  }

  private Resources shared() {
    if (shared == null) {
      shared = createAll();
    }
    return shared;
  }

  private Answer call(Operation operation, String token, Resources resources) {
    String path = operation
        .path()
        .replace("{applicationsId}", resources.owner())
        .replace("{servicePrincipalId}", resources.owner())
        .replace("{templateId}", changesTemplate(operation) ? "own" : "scim")
        .replace("{directoryId}", directory(operation))
        .replace("{provisioningObjectSummaryId}", resources.event())
        .replace("{snapshotName}", "before")
        .replace("{uploadId}", resources.upload())
        .replace("{cycleId}", resources.cycle())
        .replace("{userId}", resources.user())
        .replace("{groupId}", resources.group())
        .replace("{jobId}", resources.job(template(operation)));
    Raw raw = Raw.with(server, token);
    return operation.body() == null
        ? raw.send(operation.method(), "/v1.0" + path)
        : raw.send(
            operation.method(),
            "/v1.0" + path,
            BodyPublishers.ofString(body(operation)),
            "Content-Type",
            operation.body().mediaType());
  }

  private static String directory(Operation operation) {
    return operation.method().equals("DELETE") ? "extra" : operation.callsTarget() ? "scim" : "aad";
  }

  /** True for operations on a template of the application's own. */
  private static boolean changesTemplate(Operation operation) {
    return operation.path().contains("{templateId}")
        && !operation.method().equals("GET")
        && !operation.bound();
  }

  private static String template(Operation operation) {
    return operation.id().endsWith("Upload") ? "API2AAD" : "scim";
  }

  private static String body(Operation operation) {
    if (operation.id().endsWith("Upload")) {
      return Uploads.body("1");
    }
    if (operation.dispatches()) {
      return "{\"requests\":[{\"id\":\"1\",\"method\":\"GET\",\"url\":\"/x\"}]}";
    }
    if (operation.implementation().equals("createTemplate")) {
      return "{\"id\":\"another\"}";
    }
    if (operation.implementation().equals("createJob")) {
      return "{\"templateId\":\"aws\"}";
    }
    if (operation.id().endsWith("Expression")) {
      return "{\"expression\":\"[a]\"}";
    }
    if (operation.id().endsWith("OnDemand")) {
      return "{\"parameters\":[{\"ruleId\":\"x\",\"subjects\":[{\"objectId\":\"x\",\"objectTypeName\":\"User\"}]}]}";
    }
    if (operation.method().equals("PUT") && operation.id().endsWith("Schema")) {
      return "{\"synchronizationRules\":[]}";
    }
    if (operation.id().endsWith("Webhook")) {
      return "{\"url\":\"https://93.184.215.14/\",\"secret\":\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=\"}";
    }
    return operation.id().endsWith("Secrets") ? "{\"value\":[]}" : "{}";
  }

  @ParameterizedTest
  @MethodSource("operations")
  void refusesRequestsWithoutAToken(Operation operation) {
    Answer answer = call(operation, "", shared());

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("InvalidAuthenticationToken");
    assertThat(answer.message()).contains("Authorization: Bearer");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void refusesOtherPermissions(Operation operation) throws Exception {
    Resources there = shared();
    assertThat(operation.permissions()).isNotEmpty().isSubsetOf(CONTRACT.permissions());

    for (String claim : List.of("roles", "scp")) {
      for (String other : List.of("Calendars.Read", operation.permissions() + "x")) {
        String token = sharedToken(Map.of(claim, other));
        assertThat(call(operation, token, there).status()).isEqualTo(403);
      }
      for (String permission : CONTRACT.permissions()) {
        if (!operation.permissions().contains(permission)) {
          String token = sharedToken(Map.of(claim, permission));
          Answer refused = call(operation, token, there);
          assertThat(refused.status()).isEqualTo(403);
          assertThat(refused.code()).isEqualTo("Authorization_RequestDenied");
          assertThat(refused.message()).contains(operation.permissions());
        }
      }
    }
    assertThat(call(operation, sharedToken(Map.of()), there).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void acceptsEachOfTheDeclaredPermissions(Operation operation) throws Exception {
    for (String permission : operation.permissions()) {
      Resources there = operation.method().equals("GET") ? shared() : createAll();
      String claim = permission.equals(TestServer.READ) ? "scp" : "roles";
      Object value = claim.equals("scp") ? "openid " + permission : List.of("x", permission);

      Answer answer = call(operation, token(there.tenant(), Map.of(claim, value)), there);

      if (operation.path().startsWith("/sandbox/")) {
        assertThat(answer.status()).as("a server that runs no jobs").isIn(400, 404);
      } else if (operation.callsTarget()) {
        assertThat(answer.code()).as("no target to connect to").isEqualTo("credentialsMissing");
      } else {
        assertThat(answer.status()).isLessThan(300);
      }
    }
  }

  private Map<String, String> forgeries() throws Exception {
    if (forgeries == null) {
      forgeries = forgeries(shared().tenant());
    }
    return forgeries;
  }

  /** Invalid tokens with every permission, by their fault. */
  private Map<String, String> forgeries(String tenant) throws Exception {
    JWTClaimsSet claims =
        claims(tenant, Map.of("roles", List.copyOf(CONTRACT.permissions()))).build();
    ECKey ours = key(Database.SQLITE.server());
    String right = token(new JWTClaimsSet.Builder(claims));
    String[] parts = right.split("\\.", -1);
    Map<String, String> forgeries = new LinkedHashMap<>();
    forgeries.put("not a token", "nonsense");
    forgeries.put("not JSON", "a.b.c");
    forgeries.put("algorithm none", new PlainJWT(claims).serialize());
    forgeries.put(
        "another key",
        sign(
                claims,
                JWSAlgorithm.ES256,
                new ECDSASigner(new ECKeyGenerator(Curve.P_256).generate()))
            .serialize());
    forgeries.put(
        "HMAC with the public key",
        sign(claims, JWSAlgorithm.HS256, new MACSigner(ours.toECPublicKey().getEncoded()))
            .serialize());
    forgeries.put("no signature", parts[0] + "." + parts[1] + ".");
    forgeries.put("other claims", parts[0] + "." + parts[1].substring(2) + "." + parts[2]);
    forgeries.put("expired", token(new JWTClaimsSet.Builder(claims).expirationTime(fromNow(-120))));
    forgeries.put(
        "not valid yet", token(new JWTClaimsSet.Builder(claims).notBeforeTime(fromNow(1800))));
    forgeries.put(
        "another issuer", token(new JWTClaimsSet.Builder(claims).issuer("https://elsewhere")));
    forgeries.put(
        "another audience", token(new JWTClaimsSet.Builder(claims).audience("urn:other")));
    forgeries.put("no audience", token(new JWTClaimsSet.Builder(claims).audience((String) null)));
    forgeries.put("no tenant", token(new JWTClaimsSet.Builder(claims).claim("tid", null)));
    forgeries.put("no GUID", token(new JWTClaimsSet.Builder(claims).claim("tid", "common")));
    forgeries.put(
        "two tenants",
        token(new JWTClaimsSet.Builder(claims).claim("tid", List.of(tenant, tenant))));
    assertThat(Raw.with(server, right).send("GET", Raw.jobs(TestServer.newId())).status())
        .isEqualTo(200);
    return forgeries;
  }

  @ParameterizedTest
  @MethodSource("operations")
  void refusesInvalidTokens(Operation operation) throws Exception {
    Resources there = shared();

    forgeries().forEach((fault, token) -> {
      Answer answer = call(operation, token, there);

      assertThat(answer.status()).as(fault).isEqualTo(401);
      assertThat(answer.code()).as(fault).isEqualTo("InvalidAuthenticationToken");
      assertThat(answer.header("WWW-Authenticate")).as(fault).contains("invalid_token");
      assertThat(answer.message())
          .as(fault)
          .doesNotContain(token)
          .matches("The access token .+[.] (Get|Send|Wait).+[.]")
          .doesNotContain("Jwt", "JWT rejected", "attempting");
    });
    Raw raw = Raw.of(server, there.tenant());
    assertThat(raw.send("GET", Raw.jobs(there.owner())).json().path("value"))
        .as("jobs that are there from the start")
        .hasSize(2);
  }

  @Test
  void refusesOtherSchemesAndPlacesOfTokens() {
    String token = server.token(tenant, TestServer.READ);
    Raw raw = Raw.with(server, "");

    for (String right : List.of("Bearer ", "bearer ", "BEARER  ")) {
      assertThat(
              raw.send("GET", Raw.jobs(owner), "Authorization", right + token).status())
          .as(right)
          .isEqualTo(200);
    }
    for (String wrong : List.of(
        "Bearer",
        "Bearer" + token,
        "Bearer " + token + " x",
        "Digest " + token,
        "Basic " + token,
        token)) {
      Answer answer = raw.send("GET", Raw.jobs(owner), "Authorization", wrong);
      assertThat(answer.status()).as(wrong).isEqualTo(401);
      assertThat(answer.message())
          .as(wrong)
          .matches("The (header Authorization|access token) .+[.] (Send|Get) .+[.]");
      assertThat(answer.code()).isEqualTo("InvalidAuthenticationToken");
    }
    assertThat(raw.send("GET", Raw.jobs(owner) + "?access_token=" + token).status())
        .isEqualTo(401);
  }

  @Test
  void refusesControlCharactersInHeaders() {
    Answer answer =
        Raw.of(server, tenant).send("GET", Raw.jobs(owner) + "/x", "If-None-Match", "\"a\tb\"");

    assertThat(answer.status()).isEqualTo(400);
  }

  private static Date fromNow(int seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  /** A valid token for the tenant of the shared resources. */
  private String sharedToken(Map<String, Object> permissions) throws Exception {
    String known = TOKENS.get(permissions);
    if (known != null) {
      return known;
    }
    String token = token(shared().tenant(), permissions);
    TOKENS.put(permissions, token);
    return token;
  }

  private static String token(String tenant, Map<String, Object> permissions) throws Exception {
    return token(claims(tenant, permissions));
  }

  private static String token(JWTClaimsSet.Builder claims) throws Exception {
    return sign(claims.build(), JWSAlgorithm.ES256, new ECDSASigner(key(Database.SQLITE.server())))
        .serialize();
  }

  private static JWTClaimsSet.Builder claims(String tenantId, Map<String, Object> permissions) {
    JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
        .issuer("urn:syncjobs:development")
        .audience("urn:syncjobs")
        .expirationTime(fromNow(3600))
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

  private static ECKey key(TestServer server) throws Exception {
    return ECKey.parse(Files.readString(server.dataFolder().resolve("development-key.json")));
  }
}
