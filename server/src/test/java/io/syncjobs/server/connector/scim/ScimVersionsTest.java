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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** A service that takes changes of a resource only with its version (RFC 7644 §3.14). */
class ScimVersionsTest extends ScimCalls {

  private final List<String> changes = Collections.synchronizedList(new ArrayList<>());

  /** Version of the resource. */
  private int version = 1;

  /** Changes that others make, each right before one of ours arrives. */
  private int others;

  /** Status without the present version. */
  private int refusal = 428;

  private boolean takesPatch = true;

  /** Whether changes without a version are taken. */
  private boolean lenient;

  /** Whether the version stands in the header alone. */
  private boolean inHeader;

  /** Whether no version is taken. */
  private boolean confused;

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

  private static String tag(int number) {
    return "W/\"" + number + "\"";
  }

  private void handle(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String sent = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String match = exchange.getRequestHeaders().getFirst("If-Match");
    int status = 200;
    if (method.equals("PATCH") && !takesPatch) {
      status = 405;
    } else if (!method.equals("GET")) {
      if ((match != null || lenient) && others > 0) {
        others--;
        version++;
      }
      boolean taken = match == null ? lenient : !confused && tag(version).equals(match);
      status = taken ? 200 : refusal;
      if (status == 200) {
        changes.add(method + " " + sent);
      }
    }
    ObjectNode resource = JSON.createObjectNode().put("id", "7").put("nickName", "n" + version);
    if (inHeader) {
      exchange.getResponseHeaders().set("ETag", tag(version));
    } else {
      resource.putObject("meta").put("version", tag(version));
    }
    byte[] body = resource.toString().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/scim+json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void call(Call call) {
    call.on(open(targets, "http://localhost:" + service.getAddress().getPort()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Call.class,
      names = {"UPDATE", "ADD", "REMOVE", "DELETE"})
  void getsChangesWithTheVersion(Call call) {
    call(call);

    assertThat(changes).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Call.class,
      names = {"UPDATE", "ADD", "REMOVE", "DELETE"})
  void getsChangesWithTheVersionIfItTakesNoneForAnother(Call call) {
    refusal = 412;
    call(call);

    assertThat(changes).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {412, 428})
  void getsAChangeWithTheNextVersionIfOthersAreFaster(int status) {
    refusal = status;
    others = 1;
    call(Call.UPDATE);

    assertThat(changes).hasSize(1);
  }

  /** What others have changed meanwhile is not undone. */
  @ParameterizedTest
  @ValueSource(ints = {412, 428})
  void getsTheWholeAsItIsByThen(int status) {
    refusal = status;
    others = 1;
    takesPatch = false;
    call(Call.UPDATE);

    assertThat(changes).singleElement().asString().startsWith("PUT").contains("\"n2\"", "\"x\"");
  }

  @ParameterizedTest
  @EnumSource(
      value = Call.class,
      names = {"UPDATE", "ADD", "REMOVE", "DELETE"})
  void getsChangesWithTheVersionOfTheHeader(Call call) {
    inHeader = true;
    call(call);

    assertThat(changes).isNotEmpty();
  }

  /** Members whom others add between the read and the change are not removed. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void getsNoWholeForAnotherThanWasRead(boolean header) {
    inHeader = header;
    lenient = true;
    refusal = 412;
    others = 1;
    takesPatch = false;
    call(Call.UPDATE);

    assertThat(changes).singleElement().asString().startsWith("PUT").contains("\"n2\"", "\"x\"");
  }

  @Test
  void getsTheWholeWithoutAVersionIfItRefusesTheOneThatItShows() {
    lenient = true;
    confused = true;
    refusal = 412;
    takesPatch = false;
    call(Call.UPDATE);

    assertThat(changes).singleElement().asString().startsWith("PUT");
  }
}
