package io.syncjobs.server.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/** Adds the tenant of the request to the log. */
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
