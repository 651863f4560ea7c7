package io.syncjobs.server.web.overload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that send or read slowly, or endlessly, don't delay others. Runs alone, since it is about time. */
@Tag("long")
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowCallersTest {

  private static final int SLOW = 500;

  private final String tenant = TestServer.newId();
  private final String jobs = Raw.jobs(TestServer.newId());
  private final List<Socket> sockets = new ArrayList<>();
  /** A caller that does little but wait, side by side with the other tests. */
  private final ExecutorService waiting = Executors.newSingleThreadExecutor();

  private TestServer server;
  private Raw raw;
  private String token;
  private Future<String> pauses;

  @BeforeAll
  void startServer() {
    server = TestServer.start(
        "--syncjobs.overload.patience=1s",
        "--syncjobs.overload.active=8",
        "--syncjobs.overload.max-wait=20s",
        "--server.tomcat.connection-timeout=1s");
    raw = Raw.of(server, tenant);
    token = server.token(tenant, TestServer.READ, TestServer.READ_WRITE);
    pauses = waiting.submit(this::pauseBetweenRequests);
  }

  @AfterAll
  void stopServer() {
    waiting.shutdown();
    server.close();
  }

  @AfterEach
  void closeSockets() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  /** Opens a connection that is closed after the test. */
  private Socket open() throws IOException {
    Socket socket = connect();
    sockets.add(socket);
    return socket;
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress(
        InetAddress.getLoopbackAddress(), URI.create(server.origin()).getPort()));
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private String head(String token, String type, String length) {
    return "POST %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\n%s\r\n\r\n"
        .formatted(jobs, token, type, length);
  }

  /** Reads the answer until the server closes the connection. */
  private static String readToEnd(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  private void assertOthersAreServed() {
    assertThat(raw.send("GET", jobs).status()).isEqualTo(200);
    String others = Raw.jobs(TestServer.newId());
    assertThat(raw.post(others, "{\"templateId\":\"scim\"}").status()).isEqualTo(201);
  }

  @Test
  void cutsSlowBodies() throws IOException {
    for (int i = 0; i < SLOW; i++) {
      Socket socket = open();
      send(socket, head(token, "application/json", "Content-Length: 1000"));
      send(socket, "{");
    }
    assertOthersAreServed();

    for (Socket socket : sockets) {
      assertThat(readToEnd(socket)).startsWith("HTTP/1.1 408 ").contains("\"requestTimeout\"");
    }
  }

  @Test
  void cutsSlowHeaders() throws IOException {
    for (int i = 0; i < SLOW; i++) {
      send(open(), "GET / HTTP/1.1\r\nHost: a\r\nx: ");
    }
    for (int round = 0; round < 3; round++) {
      for (Socket socket : sockets) {
        try {
          send(socket, "x");
        } catch (IOException e) {
          // The server closed the connection, since even the headers were too slow.
        }
      }
      assertOthersAreServed();
    }
  }

  private String pauseBetweenRequests() throws Exception {
    try (Socket socket = connect()) {
      String request =
          "GET %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n".formatted(jobs, token);
      send(socket, request + "\r\n");
      Thread.sleep(2500); // More than twice the longest pause within a request.
      send(socket, request + "Connection: close\r\n\r\n");
      return readToEnd(socket);
    }
  }

  /** Callers keep connections for later. */
  @Test
  void allowsPausesBetweenRequests() throws Exception {
    assertThat(pauses.get().split("HTTP/1.1 200 ", -1)).hasSize(3);
  }

  /** Refused before its body is read; the server drops the body for a limited time. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=b"
      })
  void refusesBodiesWithoutAToken(String type) throws IOException {
    Socket socket = open();
    send(socket, head("none", type, "Content-Length: 1000"));

    assertThat(readToEnd(socket)).startsWith("HTTP/1.1 401 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=b"})
  void refusesBodiesOfOtherMediaTypes(String type) throws IOException {
    Socket socket = open();
    send(socket, head(token, type, "Content-Length: 1000"));

    assertThat(readToEnd(socket)).matches("(?s)HTTP/1.1 4(08|15) .*");
  }

  @Test
  void cutsEndlessBodies() throws IOException {
    Socket socket = open();
    send(socket, head(token, "application/json", "Transfer-Encoding: chunked"));
    OutputStream out = socket.getOutputStream();
    byte[] chunk = ("1000\r\n" + " ".repeat(4096) + "\r\n").getBytes(ISO_8859_1);
    Thread writer = new Thread(() -> {
      try {
        while (true) {
          out.write(chunk);
        }
      } catch (IOException e) {
        // The server closed the connection.
      }
    });
    writer.start();

    byte[] answer = socket.getInputStream().readNBytes(12);

    assertThat(new String(answer, ISO_8859_1)).isEqualTo("HTTP/1.1 413");
    join(writer);
  }

  @Test
  void cutsUnreadAnswers() throws IOException {
    String job =
        raw.post(jobs, "{\"templateId\":\"customappsso\"}").json().path("id").asString("");
    String schema = jobs + "/" + job + "/schema";
    assertThat(raw.send(
                "PUT",
                schema,
                BodyPublishers.ofString(LargeSchema.ofBytes(7_000_000)),
                "Content-Type",
                "application/json")
            .status())
        .isEqualTo(204);

    Socket socket = open();
    send(
        socket,
        "GET %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n\r\n".formatted(schema, token));
    socket.getInputStream().readNBytes(100);

    assertThat(raw.send("GET", schema).status()).isEqualTo(200);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
