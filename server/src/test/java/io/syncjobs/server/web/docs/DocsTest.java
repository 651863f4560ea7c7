package io.syncjobs.server.web.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contract and the pages are served without a token, and the pages get a token in development mode. */
class DocsTest {

  private final HttpClient http = HttpClient.newHttpClient();
  private final TestServer server = Database.SQLITE.server();

  private HttpResponse<String> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.origin() + path))
        .method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void servesTheContractOfTheBuild() throws Exception {
    HttpResponse<String> answer = send("GET", "/openapi.yaml");

    assertThat(answer.body())
        .isEqualTo(Contract.text())
        .isEqualTo(Files.readString(Path.of(
            "..", "api-spec", "target", "classes", "META-INF", "syncjobs", "openapi.yaml")));
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/yaml");
  }

  @Test
  void listsBothRoots() throws Exception {
    JsonNode paths =
        JsonMapper.shared().readTree(send("GET", "/openapi.json").body()).path("paths");

    assertThat(paths.propertyNames().stream().filter(path -> path.startsWith("/applications/")))
        .hasSizeGreaterThan(20)
        .map(path -> path.replace(
            "/applications/{applicationsId}", "/servicePrincipals/{servicePrincipalId}"))
        .allMatch(paths::has);
  }

  @Test
  void servesTheSameContractAsJson() throws Exception {
    assertThat(JsonMapper.shared().readTree(send("GET", "/openapi.json").body()))
        .isEqualTo(Contract.load().document());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openapi.yaml", "/openapi.json"})
  void answers304ForACurrentETag(String path) throws Exception {
    String etag = send("GET", path).headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again = send("GET", path, "If-None-Match", etag);

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(send("GET", path, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/page/app.js",
        "/docs",
        "/docs/",
        "/openapi.yaml",
        "/openapi.json",
        "/actuator/health"
      })
  void answersHeadWhereverGetNeedsNoToken(String path) throws Exception {
    HttpResponse<String> head = send("HEAD", path);

    HttpResponse<String> get = send("GET", path);
    assertThat(head.statusCode()).isEqualTo(get.statusCode()).isLessThan(400);
    assertThat(head.body()).isEmpty();
    assertThat(get.headers().map().keySet())
        .filteredOn(name -> !Set.of("transfer-encoding", "content-length").contains(name))
        .isSubsetOf(head.headers().map().keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/docs", "/docs/", "/page/app.js", "/openapi.yaml"})
  void namesTheMethodsOfAPage(String path) throws Exception {
    HttpResponse<String> refused = send("POST", path);

    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.body()).contains("\"methodNotAllowed\"");
    assertThat(refused.headers().firstValue("Allow").orElse("")).isEqualTo("GET, HEAD, OPTIONS");
  }

  @Test
  void listsNoMethodsOfAPageThatIsNotThere() throws Exception {
    HttpResponse<String> answer = send("OPTIONS", "/docs/nope.js");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Allow").orElse("")).isEmpty();
  }

  @Test
  void loadsNothingFromOtherServers() throws Exception {
    HttpResponse<String> page = send("GET", "/docs/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<title>API – SyncJobs</title>").doesNotContain("http");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'self'");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(send("GET", "/webjars/swagger-ui/swagger-ui-bundle.js").statusCode())
        .isEqualTo(200);
    assertThat(send("GET", "/docs/..%2fapplication.yaml").statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(send("GET", "/webjars/nix").statusCode()).isEqualTo(404);
  }

  @Test
  void theStatePageMayLoadAndRunNothingButItsOwnFiles() throws Exception {
    HttpResponse<String> page = send("GET", "/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<title>SyncJobs</title>").doesNotContain("http", "style=");
    for (String path : List.of("/", "/page/app.js", "/page/style.css", "/page/icon.svg")) {
      HttpResponse<String> file = send("GET", path);
      assertThat(file.statusCode()).as(path).isEqualTo(200);
      assertThat(file.headers().firstValue("Content-Security-Policy").orElse(""))
          .as(path)
          .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
          .contains("frame-ancestors 'none'", "form-action 'none'")
          .doesNotContain("unsafe", "*");
      assertThat(file.headers().firstValue("Referrer-Policy")).contains("no-referrer");
      assertThat(file.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }
    assertThat(send("GET", "/page/nix").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/docs").headers().firstValue("Location").orElse("")).endsWith("/docs/");
  }

  @Test
  void issuesTokensToItsOwnPageOnly() throws Exception {
    HttpResponse<String> ours = send("POST", "/development/token", "X-Requested-With", "SyncJobs");

    assertThat(ours.statusCode()).isEqualTo(200);
    assertThat(ours.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(send("POST", "/development/token").statusCode()).isEqualTo(404);
    assertThat(send(
                "OPTIONS",
                "/development/token",
                "Origin",
                "https://example.com",
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "x-requested-with")
            .headers()
            .firstValue("Access-Control-Allow-Origin"))
        .isEmpty();
  }
}
