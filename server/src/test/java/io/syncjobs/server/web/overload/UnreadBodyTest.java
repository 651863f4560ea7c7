package io.syncjobs.server.web.overload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class UnreadBodyTest {

  private static final int CHUNK = 64 << 10;
  private static final int CHUNKS = 20;

  /** Many callers read the answer only after they sent everything. */
  @Test
  void answersCallersThatSendOnAfterARefusal() throws Exception {
    TestServer server = Database.SQLITE.server();
    String token = server.token(TestServer.newId(), TestServer.READ_WRITE);
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(20_000);
      socket.connect(new InetSocketAddress(
          InetAddress.getLoopbackAddress(), URI.create(server.origin()).getPort()));
      send(socket, """
          POST %s HTTP/1.1\r
          Host: a\r
          Authorization: Bearer %s\r
          Content-Type: application/x-www-form-urlencoded\r
          Content-Length: %s\r
          \r
          """.formatted(Raw.jobs(TestServer.newId()), token, CHUNK * CHUNKS));
      for (int i = 0; i < CHUNKS; i++) {
        send(socket, "x".repeat(CHUNK));
        Thread.sleep(325); // More than five seconds in total, at more than 64 KiB per second.
      }

      String answer = new String(socket.getInputStream().readNBytes(12), ISO_8859_1);

      assertThat(answer).isEqualTo("HTTP/1.1 415");
    }
  }

  private static void send(Socket socket, String text) throws Exception {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }
}
