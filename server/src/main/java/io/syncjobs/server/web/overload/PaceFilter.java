package io.syncjobs.server.web.overload;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Keeps callers from holding a thread by sending or reading single bytes. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class PaceFilter extends OncePerRequestFilter {

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
    if (UnreadBody.isLeft(request)) {
      response.flushBuffer();
      UnreadBody.drain(request);
    }
  }
}
