package io.syncjobs.server.web.development.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Requests at addresses that look like those of the sandbox. The contract doesn't describe the answers of its SCIM services. */
class SandboxAddressTest {

  @Test
  void saysWhereOperationsAreIfTheirAddressHasNoVersion() throws Exception {
    TestServer server = Database.SQLITE.server(TestServer.RUNNING);
    HttpRequest request = HttpRequest.newBuilder(
            URI.create(server.origin() + "/sandbox/seedDirectory"))
        .POST(HttpRequest.BodyPublishers.noBody())
        .build();

    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("/v1.0/sandbox/seedDirectory", "/sandbox/{tenant}/scim/v2");
  }
}
