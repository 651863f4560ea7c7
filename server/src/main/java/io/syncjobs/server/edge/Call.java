package io.syncjobs.server.edge;

import io.syncjobs.server.contract.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;

/**
 * A request, as the contract sees it.
 *
 * @param address the address that it came by
 * @param operation the operation that it calls
 * @param pathParameters the decoded values of the parameters in the path, by name
 */
public record Call(GraphAddress address, Operation operation, Map<String, String> pathParameters) {

  public Call {
    pathParameters = Map.copyOf(pathParameters);
  }

  /** What a request calls; empty if it calls none of the contract's operations. */
  public static Optional<Call> find(HttpServletRequest request) {
    return Optional.ofNullable((Call) request.getAttribute(Call.class.getName()));
  }

  /**
   * What a request calls that has been led to an operation.
   *
   * @throws IllegalStateException if it hasn't
   */
  public static Call of(HttpServletRequest request) {
    return find(request)
        .orElseThrow(() -> new IllegalStateException("No operation: " + request.getRequestURI()));
  }

  void attachTo(HttpServletRequest request) {
    request.setAttribute(Call.class.getName(), this);
  }
}
