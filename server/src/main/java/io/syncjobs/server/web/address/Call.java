package io.syncjobs.server.web.address;

import io.syncjobs.server.contract.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
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

  private static final String METHODS = Call.class.getName() + ".methods";

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

  /** The methods that the address of a request has by the contract; none if it isn't part of it. */
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
