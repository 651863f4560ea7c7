package io.syncjobs.server.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/** Has the log say for which tenant a request is, once its token has been read. */
final class TenantInLog extends OncePerRequestFilter {

  private static final String TENANT = "tenant";

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!Caller.isKnown()) {
      chain.doFilter(request, response);
      return;
    }
    try (var tenant = MDC.putCloseable(TENANT, Caller.tenantId())) {
      chain.doFilter(request, response);
    }
  }
}
