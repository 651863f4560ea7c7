package io.syncjobs.server.web.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.syncjobs.server.support.OidcIssuer;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.ServerProcess;
import io.syncjobs.server.support.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Logs of a server, as collectors of logs read them. */
@Tag("long")
class LogsTest {

  private static final String SECRET = "a-secret-of-a-target";

  private final String tenant = TestServer.newId();
  private final String application = TestServer.newId();

  /** A console and a file can have formats of their own, which saves a server. */
  @ParameterizedTest
  @CsvSource({"ecs, logstash", "gelf, gelf"})
  void writesJsonWithIdsAndTenant(String console, String file) throws Exception {
    RSAKey key =
        new RSAKeyGenerator(2048).keyID("1").algorithm(JWSAlgorithm.RS256).generate();
    Path folder = TestServer.newFolder();
    Path written = folder.resolveSibling("server.log");
    try (OidcIssuer issuer = OidcIssuer.start(key);
        ServerProcess server = ServerProcess.startIn(
            folder,
            "--logging.structured.format.console=" + console,
            "--logging.structured.format.file=" + file,
            "--logging.file.name=" + written,
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

      String request = created.header("request-id");
      assertLines(console, server.log(), request, ours, token);
      assertLines(file, Files.readAllLines(written), request, ours, token);
    }
  }

  private void assertLines(
      String format, List<String> log, String request, String ours, String token) {
    String prefix = format.equals("gelf") ? "_" : "";
    List<JsonNode> lines = new ArrayList<>();
    for (String line : log) {
      lines.add(JsonMapper.shared().readTree(line));
    }
    List<JsonNode> about = lines.stream()
        .filter(line -> request.equals(text(line, prefix + "request-id")))
        .toList();
    assertThat(about).as(format).isNotEmpty().allSatisfy(line -> {
      assertThat(text(line, prefix + "client-request-id")).isEqualTo(ours);
    });
    assertThat(about.stream().filter(line -> line.toString().contains("INSERT INTO jobs")))
        .as(format)
        .isNotEmpty()
        .allSatisfy(line -> assertThat(text(line, prefix + "tenant")).isEqualTo(tenant));
    assertThat(lines.get(lines.size() - 1).toString()).doesNotContain(tenant);
    assertThat(String.join("\n", log)).doesNotContain(SECRET, token);
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
}
