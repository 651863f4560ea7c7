package io.syncjobs.server.web.development;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server without configuration. Runs alone, since it reads what servers print to the shared output. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
@Isolated
class DevelopmentModeTest {

  private TestServer server;
  private JsonNode client;
  private String greeting;

  @BeforeAll
  void start(CapturedOutput output) throws IOException {
    server = TestServer.start("--logging.level.io.syncjobs=info");
    greeting = output.getOut();
    client = JsonMapper.shared()
        .readTree(Files.readString(server.dataFolder().resolve("development-client.json")));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Answer token(String tenant, Map<String, String> changes) {
    Map<String, String> form = new TreeMap<>(Map.of(
        "grant_type",
        "client_credentials",
        "client_id",
        client.path("client_id").stringValue(),
        "client_secret",
        client.path("client_secret").stringValue(),
        "scope",
        "https://graph.microsoft.com/.default"));
    form.putAll(changes);
    return Raw.with(server, "")
        .send(
            "POST",
            "/" + tenant + "/oauth2/v2.0/token",
            BodyPublishers.ofString(form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
                .collect(Collectors.joining("&"))),
            "Content-Type",
            "application/x-www-form-urlencoded");
  }

  @Test
  void printsAValidToken() {
    String printed = greeting
        .lines()
        .filter(line -> line.startsWith("export TOKEN="))
        .findFirst()
        .orElseThrow();
    Raw raw = Raw.with(server, printed.substring("export TOKEN=".length()));

    Answer created = raw.post(Raw.jobs(TestServer.newId()), "{\"templateId\":\"scim\"}");

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().path("id").stringValue())
        .contains(client.path("tenant_id").stringValue().replace("-", ""));
  }

  @Test
  void issuesTokensLikeEntra() {
    Answer answer = token("common", Map.of());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.json().path("token_type").stringValue()).isEqualTo("Bearer");
    assertThat(answer.json().path("expires_in").intValue()).isEqualTo(3600);
    Raw raw = Raw.with(server, answer.json().path("access_token").stringValue());
    assertThat(
            raw.post(Raw.jobs(TestServer.newId()), "{\"templateId\":\"scim\"}").status())
        .isEqualTo(201);
  }

  @Test
  void refusesLongForms() {
    token("common", Map.of("x", "y".repeat(3 << 20))).assertRefused(413, "requestTooLarge", "");
  }

  @Test
  void issuesTokensForATenantAndSomePermissions() {
    String tenant = TestServer.newId();
    Raw raw = Raw.with(
        server,
        token(tenant, Map.of("scope", "https://graph.microsoft.com/Synchronization.Read.All"))
            .json()
            .path("access_token")
            .stringValue());

    assertThat(raw.send("GET", Raw.jobs(TestServer.newId())).status()).isEqualTo(200);
    assertThat(
            raw.post(Raw.jobs(TestServer.newId()), "{\"templateId\":\"scim\"}").status())
        .isEqualTo(403);
  }

  @Test
  void refusesWrongTokenRequestsLikeOAuth() {
    assertRefused(token("common", Map.of("client_secret", "x")), 401, "invalid_client");
    assertRefused(token("common", Map.of("client_id", "x")), 401, "invalid_client");
    assertRefused(token("common", Map.of("grant_type", "password")), 400, "unsupported_grant_type");
    assertRefused(token("common", Map.of("scope", "User.Read")), 400, "invalid_scope");
    assertRefused(token("nix", Map.of()), 400, "invalid_request");
    assertRefused(token("common", Map.of("grant_type", "")), 400, "invalid_request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "application/json", "application/x-www-form-urlencoded"})
  void asksForAFormLikeOAuth(String type) {
    String[] headers = type.isEmpty() ? new String[0] : new String[] {"Content-Type", type};
    BodyPublisher body = type.endsWith("json")
        ? BodyPublishers.ofString("{\"grant_type\":\"client_credentials\"}")
        : BodyPublishers.noBody();

    Answer answer = Raw.with(server, "").send("POST", "/common/oauth2/v2.0/token", body, headers);

    assertRefused(answer, 400, "invalid_request");
    assertThat(answer.json().path("error_description").stringValue())
        .contains("Content-Type: application/x-www-form-urlencoded", "client_credentials");
  }

  private static void assertRefused(Answer answer, int status, String error) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().path("error").stringValue()).isEqualTo(error);
    assertThat(answer.json().path("error_description").stringValue()).isNotEmpty();
  }

  @Test
  void createsFilesForTheirOwnerOnly() throws IOException {
    assertThat(permissions(server.dataFolder())).isEqualTo("rwx------");
    assertThat(permissions(server.dataFolder().resolve("development-key.json")))
        .isEqualTo("rw-------");
    assertThat(permissions(server.dataFolder().resolve("development-client.json")))
        .isEqualTo("rw-------");
    try (var files = Files.list(server.dataFolder())) {
      Set<String> names =
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
      assertThat(names)
          .contains("syncjobs.db", "development-key.json", "development-client.json")
          .allMatch(
              name -> name.matches("syncjobs[.]db.*|development-.*[.]json|secret-key[.]json"));
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void listensOnTheLoopbackAddressOnly() throws IOException {
    int port = URI.create(server.origin()).getPort();
    for (NetworkInterface network : NetworkInterface.networkInterfaces()
        .filter(DevelopmentModeTest::isExternal)
        .toList()) {
      for (InetAddress address : network.inetAddresses().toList()) {
        try (Socket socket = new Socket()) {
          socket.connect(new InetSocketAddress(address, port), 1000);
          throw new AssertionError("Reached at " + address);
        } catch (IOException refused) {
          assertThat(refused).hasMessageNotContaining("Reached");
        }
      }
    }
    assertThat(server.listeningOn().isLoopbackAddress()).isTrue();
  }

  private static boolean isExternal(NetworkInterface network) {
    try {
      return network.isUp() && !network.isLoopback();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void keepsKeyAndClientOverARestart() throws IOException {
    Path folder = TestServer.newFolder();
    String token;
    String location;
    try (TestServer first = TestServer.startIn(folder)) {
      token = first.token(TestServer.newId(), TestServer.READ_WRITE);
      location = Raw.with(first, token)
          .post(Raw.jobs(TestServer.newId()), "{\"templateId\":\"scim\"}")
          .header("Location");
    }
    try (TestServer second = TestServer.startIn(folder)) {
      String path = URI.create(location).getPath();
      assertThat(Raw.with(second, token).send("GET", path).status()).isEqualTo(200);
    }
  }
}
