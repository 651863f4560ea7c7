package io.syncjobs.server.web.overload;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Rest of a body that nobody read. The server reads on for a while, since many callers read the answer only after they sent everything; Tomcat
 * closes the connection if more is left.
 */
public final class UnreadBody {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int BYTES_PER_SECOND = 64 << 10;
  private static final int MAX_BYTES = 32 << 20;

  private UnreadBody() {}

  /** Tells whether a request has unread bytes. */
  static boolean isLeft(HttpServletRequest request) throws IOException {
    return !request.getInputStream().isFinished();
  }

  /** Reads up to 32 MiB, for about five seconds and at 64 KiB per second or more. Call it after sending the answer. */
  public static void drain(HttpServletRequest request) {
    byte[] buffer = new byte[8192];
    Pace pace = new Pace(PATIENCE, BYTES_PER_SECOND);
    try {
      InputStream body = request.getInputStream();
      int drained = 0;
      int read = body.read(buffer);
      while (read >= 0 && drained < MAX_BYTES && pace.holds()) {
        drained += read;
        pace.moved(read);
        read = body.read(buffer);
      }
    } catch (IOException e) {
      // The caller is gone or too slow; it has the answer.
    }
  }
}
