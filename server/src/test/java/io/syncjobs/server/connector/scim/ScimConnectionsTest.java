package io.syncjobs.server.connector.scim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.job.secret.Secret;
import io.syncjobs.server.job.secret.SecretSet;
import io.syncjobs.server.support.target.FaultyTarget;
import io.syncjobs.server.support.target.FaultyTarget.End;
import io.syncjobs.server.support.target.HangingTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to connections, a call of the target ends in time. */
class ScimConnectionsTest extends ScimCalls {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "220 mail.example ESMTP\r\n",
        "nonsense\r\n\r\n",
        "\u0015\u0003"
      })
  void knowsWhatIsNotHttp(String banner) {
    for (Call call : Call.values()) {
      try (FaultyTarget service = FaultyTarget.sending(banner, End.CLOSE)) {
        TargetException failure = failure(service, call);
        assertThat(failure).hasMessageContaining("answered with something that isn't HTTP");
        assertThat(failure.problem()).isEqualTo(Problem.NOT_SCIM);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Call.class)
  void endsInTimeWhateverIsLeftOut(Call call) throws IOException {
    ScimTargets hasty = new ScimTargets(JSON, true, Duration.ofMillis(200));
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n";
    for (String beginning : List.of("", "HTTP/1.1 2", head, head + "\r\n", head + "\r\n{\"id\"")) {
      try (FaultyTarget service = FaultyTarget.sending(beginning, End.SILENCE)) {
        TargetException failure = failure(hasty, service.address(), call);
        assertThat(failure.problem()).as(beginning).isEqualTo(Problem.TIMEOUT);
        assertThat(failure.key()).contains(Secret.BASE_ADDRESS);
      }
    }
    try (HangingTarget service = new HangingTarget()) {
      assertThat(failure(hasty, service.address(), call).problem()).isEqualTo(Problem.TIMEOUT);
    }
    hasty.destroy();
  }

  @ParameterizedTest
  @EnumSource(Call.class)
  void knowsBrokenConnections(Call call) throws IOException {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
    for (End end : List.of(End.CLOSE, End.RESET)) {
      for (String beginning : List.of("", head + "{\"id\"")) {
        try (FaultyTarget service = FaultyTarget.sending(beginning, end)) {
          assertThat(failure(service, call).problem())
              .as(beginning + end)
              .isEqualTo(Problem.CONNECTION_REFUSED);
        }
      }
    }
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "http://localhost:" + closed.getLocalPort();
      closed.close();
      assertThat(failure(targets, address, call).problem()).isEqualTo(Problem.CONNECTION_REFUSED);
    }
  }

  @ParameterizedTest
  @EnumSource(Call.class)
  void readsNoMoreThanIsOfUse(Call call) {
    String answer = "{\"id\":\"7\",\"totalResults\":0,\"x\":\"" + "x".repeat(10 << 20) + "\"}";
    try (FaultyTarget service = FaultyTarget.answering("200 OK", answer)) {
      assertThat(failure(service, call).problem()).isEqualTo(Problem.NOT_SCIM);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1", "http://10.0.0.1"})
  void callsNoPrivateAddresses(String address) throws IOException {
    ScimTargets guarded = new ScimTargets(JSON, false, Duration.ofSeconds(30));
    assertThat(failure(guarded, address, Call.CREATE).problem()).isEqualTo(Problem.NOT_ALLOWED);
    guarded.destroy();
  }

  @Test
  void knowsHostsThatAreNot() {
    assertThat(failure(targets, "http://nowhere.invalid", Call.FIND).problem())
        .isEqualTo(Problem.NOT_FOUND);
  }

  @Test
  void sharesConnectionsButNotTokens() throws IOException {
    Set<Integer> ports = ConcurrentHashMap.newKeySet();
    List<String> tokens = new CopyOnWriteArrayList<>();
    HttpServer service =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext("/scim/Users/7", exchange -> {
      ports.add(exchange.getRemoteAddress().getPort());
      tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
      byte[] body = BOB.getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    service.start();
    for (String token : List.of("one", "two", "one")) {
      targets
          .open(
              new SecretSet(
                  List.of(
                      new Secret(
                          Secret.BASE_ADDRESS,
                          "http://localhost:" + service.getAddress().getPort() + "/scim/"),
                      new Secret(Secret.SECRET_TOKEN, token)),
                  "test"),
              Turns.UNLIMITED)
          .read("User", "7");
    }
    service.stop(0);
    assertThat(tokens).containsExactly("Bearer one", "Bearer two", "Bearer one");
    assertThat(ports).hasSize(1);
  }
}
