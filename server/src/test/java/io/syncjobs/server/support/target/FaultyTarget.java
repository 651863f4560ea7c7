package io.syncjobs.server.support.target;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A service that answers every request with the same bytes, valid or not, and then closes, resets or stalls the connection. */
public final class FaultyTarget implements AutoCloseable {

  /** The end of a connection after the bytes. */
  public enum End {
    CLOSE,
    RESET,
    SILENCE
  }

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger requests = new AtomicInteger();
  private final byte[] answer;
  private final End end;

  private FaultyTarget(byte[] answer, End end) {
    this.answer = answer;
    this.end = end;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** Creates a target that sends exactly these bytes. */
  public static FaultyTarget sending(String bytes, End end) {
    return new FaultyTarget(bytes.getBytes(ISO_8859_1), end);
  }

  /** Creates a target that sends an HTTP answer. */
  public static FaultyTarget answering(String statusAndHeaders, String body) {
    return sending(
        "HTTP/1.1 " + statusAndHeaders + "\r\nConnection: close\r\nContent-Length: " + body.length()
            + "\r\n\r\n" + body,
        End.CLOSE);
  }

  /** The base address of the target. */
  public String address() {
    return "http://localhost:" + server.getLocalPort();
  }

  /** The number of requests so far. */
  public int requests() {
    return requests.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        threads.execute(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      readRequest(connection.getInputStream());
      requests.incrementAndGet();
      OutputStream out = connection.getOutputStream();
      out.write(answer);
      out.flush();
      if (end == End.RESET) {
        connection.setSoLinger(true, 0);
      } else if (end == End.SILENCE) {
        // Waits until the caller gives up.
        connection.getInputStream().readAllBytes();
      }
    } catch (IOException e) {
      // The caller has given up, as tests expect.
    }
  }

  private static void readRequest(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    for (String line : head.toString().split("\r\n", -1)) {
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        in.readNBytes(Integer.parseInt(line.substring(15).strip()));
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
