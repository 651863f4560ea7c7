package io.syncjobs.server.web.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that aren't valid HTTP get an error of the contract, never a page of Tomcat. */
class BrokenHttpTest {

  private final TestServer server = Database.SQLITE.server();

  private String exchange(String request) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(server.origin()).getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private static void assertRefused(String answer) {
    assertRefused(answer, 400, "invalidRequest");
  }

  private static void assertRefused(String answer, int status, String code) {
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("\r\nrequest-id: ")
        .contains("\r\nOData-Version: 4.0\r\n")
        .contains("\r\nContent-Type: application/json\r\n")
        .contains("\"code\":\"" + code + "\"")
        .doesNotContain("<", "Tomcat", "org.apache");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /\u0001 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /v1.0?x=[| HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /v1.0/%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/3.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: foo\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: foo\r\n\r\n"
      })
  void refusesBrokenRequests(String request) throws IOException {
    assertRefused(exchange(request));
  }

  /** Tomcat refuses it before any handler. */
  @Test
  void refusesTrace() throws IOException {
    String answer = exchange("TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertRefused(answer, 405, "methodNotAllowed");
    assertThat(answer).contains("\r\nAllow: GET, HEAD, OPTIONS\r\n");
    assertThat(exchange("TRACE %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            .formatted(Raw.jobs(TestServer.newId()))))
        .contains("\r\nAllow: GET, HEAD, POST, OPTIONS\r\n");
    assertThat(exchange("TRACE /devicelogin HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
        .contains("\r\nAllow: GET, HEAD, POST, OPTIONS\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FOO", "PROPFIND", "get"})
  void refusesMethodsThatAreNotOfHttp(String method) throws IOException {
    String token = server.token(TestServer.newId(), TestServer.READ_WRITE);
    String request =
        method + " %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer " + token
            + "\r\n\r\n";

    for (String path : List.of("/", "/openapi.yaml")) {
      String answer = exchange(request.formatted(path));
      assertRefused(answer, 405, "methodNotAllowed");
      assertThat(answer).contains("\r\nAllow: GET, HEAD, OPTIONS\r\n", "'" + method + "'");
    }
    String answer = exchange(request.formatted(Raw.jobs(TestServer.newId())));
    assertRefused(answer, 405, "methodNotAllowed");
    assertThat(answer).contains("\r\nAllow: GET, HEAD, POST, OPTIONS\r\n", "'" + method + "'");
  }

  @Test
  void refusesLongHeaders() throws IOException {
    assertRefused(exchange("GET / HTTP/1.1\r\nHost: a\r\nx: " + "a".repeat(9000) + "\r\n\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"tem",
        "Content-Length: 100\r\n\r\n{\"templateId\""
      })
  void refusesIncompleteBodies(String rest) throws IOException {
    String token = server.token(TestServer.newId(), TestServer.READ_WRITE);

    assertRefused(exchange(
        "POST %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n%s"
            .formatted(Raw.jobs(TestServer.newId()), token, rest)));
  }

  /** Covers the many callers that read an answer only after they sent everything. */
  @ParameterizedTest
  @ValueSource(strings = {"%00", "..%5c..", "a%2fb"})
  void refusesAddressesBeforeReadingTheBody(String id) {
    Raw raw = Raw.of(server, TestServer.newId());
    byte[] body = new byte[4_000_000];

    for (int i = 0; i < 5; i++) {
      assertThat(raw.post("/v1.0/applications/" + id + "/synchronization/jobs", body)
              .status())
          .isEqualTo(400);
    }
  }
}
