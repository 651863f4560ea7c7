package io.syncjobs.server.connector.scim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A service that takes changes of a resource only with its version (RFC 7644 §3.14). */
class ScimVersionsTest extends ScimCalls {

  private static final String VERSION = "W/\"3694e05e9dff591\"";

  private final List<String> changes = Collections.synchronizedList(new ArrayList<>());

  @SuppressWarnings("NullAway.Init")
  private HttpServer service;

  @BeforeEach
  void start() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext("/", this::handle);
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    boolean reads = exchange.getRequestMethod().equals("GET");
    boolean knows = VERSION.equals(exchange.getRequestHeaders().getFirst("If-Match"));
    if (!reads && knows) {
      changes.add(exchange.getRequestMethod());
    }
    byte[] body = JSON.createObjectNode()
        .put("id", "7")
        .set("meta", JSON.createObjectNode().put("version", VERSION))
        .toString()
        .getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/scim+json");
    exchange.sendResponseHeaders(reads || knows ? 200 : 428, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Call.class,
      names = {"UPDATE", "ADD", "REMOVE", "DELETE"})
  void getsChangesWithTheVersion(Call call) {
    call.on(open(targets, "http://localhost:" + service.getAddress().getPort()));

    assertThat(changes).isNotEmpty();
  }
}
