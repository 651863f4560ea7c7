package io.syncjobs.server.web.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.syncjobs.server.support.OidcIssuer;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.ServerProcess;
import io.syncjobs.server.support.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Logs of a server, as collectors of logs read them. */
class LogsTest {

  private static final String SECRET = "a-secret-of-a-target";

  private final String tenant = TestServer.newId();
  private final String application = TestServer.newId();

  @ParameterizedTest
  @Tag("long")
  @CsvSource({
    "ecs, request-id, client-request-id, tenant",
    "logstash, request-id, client-request-id, tenant",
    "gelf, _request-id, _client-request-id, _tenant"
  })
  void writesJsonWithIdsAndTenant(
      String format, String requestId, String clientRequestId, String tenantMember)
      throws JOSEException {
    RSAKey key =
        new RSAKeyGenerator(2048).keyID("1").algorithm(JWSAlgorithm.RS256).generate();
    try (OidcIssuer issuer = OidcIssuer.start(key);
        ServerProcess server = ServerProcess.startIn(
            TestServer.newFolder(),
            "--logging.structured.format.console=" + format,
            "--logging.level.sql=debug",
            "--spring.security.oauth2.resourceserver.jwt.issuer-uri=" + issuer.url(),
            "--spring.security.oauth2.resourceserver.jwt.audiences=client")) {
      String token = issuer.token(
          Map.of("tid", tenant, "roles", List.of(TestServer.READ, TestServer.READ_WRITE)));
      Raw raw = server.rawWith(token);
      String ours = TestServer.newId();

      Raw.Answer created =
          raw.post(Raw.jobs(application), "{\"templateId\":\"scim\"}", "client-request-id", ours);
      assertThat(created.status()).isEqualTo(201);
      assertThat(putSecret(raw).status()).isEqualTo(204);
      raw.post(Raw.jobs(application), "{\"templateId\":");
      server.rawWith(token + "x").send("GET", Raw.jobs(application));
      server.askToStop();
      server.awaitEnd();

      List<JsonNode> lines = new ArrayList<>();
      for (String line : server.log()) {
        lines.add(JsonMapper.shared().readTree(line));
      }
      List<JsonNode> about = lines.stream()
          .filter(line -> created.header("request-id").equals(text(line, requestId)))
          .toList();
      assertThat(about).isNotEmpty().allSatisfy(line -> {
        assertThat(text(line, clientRequestId)).isEqualTo(ours);
      });
      assertThat(about.stream().filter(line -> line.toString().contains("INSERT INTO jobs")))
          .isNotEmpty()
          .allSatisfy(line -> assertThat(text(line, tenantMember)).isEqualTo(tenant));
      assertThat(lines.get(lines.size() - 1).toString()).doesNotContain(tenant);
      assertThat(String.join("\n", server.log())).doesNotContain(SECRET, token);
    }
  }

  private Raw.Answer putSecret(Raw raw) {
    return raw.send(
        "PUT",
        "/v1.0/applications/" + application + "/synchronization/secrets",
        BodyPublishers.ofString(
            "{\"value\":[{\"key\":\"SecretToken\",\"value\":\"" + SECRET + "\"}]}"),
        "Content-Type",
        "application/json");
  }

  private static String text(JsonNode line, String member) {
    return line.path(member).asString("");
  }

  @Test
  void warnsOfNothingByDefault() {
    try (ServerProcess server = ServerProcess.startIn(TestServer.newFolder())) {
      assertThat(server
              .raw(tenant)
              .post(Raw.jobs(application), "{\"templateId\":\"scim\"}")
              .status())
          .isEqualTo(201);
      server.askToStop();
      server.awaitEnd();

      assertThat(server.log())
          .anyMatch(line -> line.contains(" INFO "))
          .noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "));
    }
  }
}
