package io.syncjobs.server.web.address;

import io.syncjobs.server.contract.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that calls an operation of the contract.
 *
 * @param address address of the request
 * @param operation called operation
 * @param pathParameters decoded values of the path parameters, by name
 */
public record Call(GraphAddress address, Operation operation, Map<String, String> pathParameters) {

  private static final String METHODS = Call.class.getName() + ".methods";

  public Call {
    pathParameters = Map.copyOf(pathParameters);
  }

  /** Finds the call of a request; empty if the request calls no operation. */
  public static Optional<Call> find(HttpServletRequest request) {
    return Optional.ofNullable((Call) request.getAttribute(Call.class.getName()));
  }

  /**
   * Returns the call of a request that calls an operation.
   *
   * @throws IllegalStateException if the request calls none
   */
  public static Call of(HttpServletRequest request) {
    return find(request)
        .orElseThrow(() -> new IllegalStateException("No operation: " + request.getRequestURI()));
  }

  /** Methods that the contract lists for the address of a request; none for other addresses. */
  public static List<String> methods(HttpServletRequest request) {
    return request.getAttribute(METHODS) instanceof Allowed allowed ? allowed.methods() : List.of();
  }

  static void allow(HttpServletRequest request, List<String> methods) {
    request.setAttribute(METHODS, new Allowed(methods));
  }

  private record Allowed(List<String> methods) {}

  void attachTo(HttpServletRequest request) {
    request.setAttribute(Call.class.getName(), this);
  }
}
