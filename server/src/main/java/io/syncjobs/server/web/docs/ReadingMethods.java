package io.syncjobs.server.web.docs;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Refuses methods that pages don't have. Spring would refuse them too, but log a warning for each. */
final class ReadingMethods extends OncePerRequestFilter {

  private static final List<String> READING = List.of("GET", "HEAD");
  private static final Set<String> PASSED = Set.of("GET", "HEAD", "OPTIONS");

  private final HandlerExceptionResolver errors;

  ReadingMethods(HandlerExceptionResolver errors) {
    this.errors = errors;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (PASSED.contains(request.getMethod())) {
      chain.doFilter(request, response);
    } else {
      errors.resolveException(
          request,
          response,
          null,
          new HttpRequestMethodNotSupportedException(request.getMethod(), READING));
    }
  }
}
