package io.syncjobs.server.web.development;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.contract.Storable;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Refuses parameters of forms and queries that no database takes, since no contract describes those of the endpoints of sign-in. */
final class StorableParameters extends OncePerRequestFilter {

  private final HandlerExceptionResolver errors;

  StorableParameters(HandlerExceptionResolver errors) {
    this.errors = errors;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Map<String, String[]> parameters;
    try {
      parameters = request.getParameterMap();
    } catch (IllegalStateException e) {
      errors.resolveException(request, response, null, e); // They can't be decoded.
      return;
    }
    for (Map.Entry<String, String[]> parameter : parameters.entrySet()) {
      for (String value : parameter.getValue()) {
        if (!Storable.is(value)) {
          errors.resolveException(
              request,
              response,
              null,
              new Refusal(
                  ErrorCode.INVALID_PARAMETER,
                  parameter.getKey(),
                  "The parameter %s has the character NUL or half of a surrogate pair in %s. Leave it out."
                      .formatted(Quoted.of(parameter.getKey()), Quoted.of(value))));
          return;
        }
      }
    }
    chain.doFilter(request, response);
  }
}
