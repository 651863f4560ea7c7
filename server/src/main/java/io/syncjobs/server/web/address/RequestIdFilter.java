package io.syncjobs.server.web.address;

import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.contract.Parameter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Assigns an id to each request, sets the headers that all answers have, and adds both ids to the log. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestIdFilter extends OncePerRequestFilter {

  private final Parameter clientRequestId;

  RequestIdFilter(Contract contract) {
    clientRequestId = contract.operations().stream()
        .flatMap(operation -> operation.parameters().stream())
        .filter(parameter -> parameter.name().equals(RequestIds.CLIENT_REQUEST_ID))
        .findFirst()
        .orElseThrow();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String callers = request.getHeader(RequestIds.CLIENT_REQUEST_ID);
    boolean usable = callers != null && clientRequestId.violations(callers).isEmpty();
    RequestIds ids = RequestIds.attachTo(request, usable ? callers : null);
    ids.writeTo(response);
    try (var first = MDC.putCloseable(RequestIds.REQUEST_ID, ids.requestId());
        var second = MDC.putCloseable(RequestIds.CLIENT_REQUEST_ID, ids.clientRequestIdOrOurs())) {
      chain.doFilter(request, response);
    }
  }
}
