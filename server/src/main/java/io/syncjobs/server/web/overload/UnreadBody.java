package io.syncjobs.server.web.overload;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * What is left of a body that nobody wanted. It is read on for a while, since many callers don't look at an answer before they have sent all. Tomcat
 * closes the connection on what is left even then.
 */
public final class UnreadBody {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int BYTES_PER_SECOND = 64 << 10;
  private static final int MAX_BYTES = 32 << 20;

  private UnreadBody() {}

  /** Whether something is left. */
  static boolean isLeft(HttpServletRequest request) throws IOException {
    return !request.getInputStream().isFinished();
  }

  /** Reads up to 32 MiB, for about five seconds and for as long as more comes than 64 KiB a second. To be called when the answer is sent. */
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
      // The caller has gone, or is too slow. The answer is sent already.
    }
  }
}
