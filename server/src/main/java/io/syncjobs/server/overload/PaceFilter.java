package io.syncjobs.server.overload;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps callers from holding a thread by sending a byte now and then. Of a body that nobody wanted it reads a while on, so that the caller gets to
 * see the refusal; Tomcat closes the connection on the rest.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class PaceFilter extends OncePerRequestFilter {

  private static final Duration DRAIN = Duration.ofSeconds(2);
  private static final int MAX_DRAINED_BYTES = 32 << 20;

  private final OverloadProperties properties;

  PaceFilter(OverloadProperties properties) {
    this.properties = properties;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    PacedRequest paced =
        new PacedRequest(request, new Pace(properties.patience(), properties.bytesPerSecond()));
    chain.doFilter(
        paced, new PacedResponse(response, properties.patience(), properties.bytesPerSecond()));
    ServletInputStream body = request.getInputStream();
    if (!body.isFinished()) {
      response.flushBuffer();
      drain(body);
    }
  }

  private static void drain(InputStream body) {
    byte[] buffer = new byte[8192];
    Pace pace = new Pace(DRAIN, Long.MAX_VALUE);
    try {
      int drained = 0;
      int read = body.read(buffer);
      while (read >= 0 && drained < MAX_DRAINED_BYTES && pace.holds()) {
        drained += read;
        read = body.read(buffer);
      }
    } catch (IOException e) {
      // The caller has gone, or is too slow. The answer is sent already.
    }
  }
}
