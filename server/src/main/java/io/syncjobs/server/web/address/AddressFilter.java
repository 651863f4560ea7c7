package io.syncjobs.server.web.address;

import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.contract.Operation;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.UriUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Rewrites the address of a request to the one form that the server implements, and attaches the called operation to the request. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
public class AddressFilter extends OncePerRequestFilter {

  private record Route(PathPattern pattern, String path, List<String> methods) {}

  private final Contract contract;

  /** Routes by the number of their path elements. */
  private final Map<Integer, List<Route>> routes;

  /** Names of actions and functions. */
  private final Set<String> bound;

  private final Spelling spelling;

  AddressFilter(Contract contract) {
    this.contract = contract;
    bound = contract.operations().stream()
        .filter(Operation::bound)
        .map(operation -> operation.path().substring(operation.path().lastIndexOf('/') + 1))
        .collect(Collectors.toUnmodifiableSet());
    spelling = new Spelling(contract.operations(), bound);
    routes = contract.operations().stream()
        .map(Operation::path)
        .distinct()
        .map(path ->
            new Route(PathPatternParser.defaultInstance.parse(path), path, contract.methods(path)))
        .sorted(Comparator.comparing(Route::pattern)) // literal elements before parameters
        .collect(Collectors.groupingBy(route -> elements(route.path())));
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<GraphAddress> address = GraphAddress.parse(request.getRequestURI(), bound);
    if (address.isEmpty() || !attachCall(request, address.get())) {
      Optional<GraphAddress> spelled = parse(request.getRequestURI());
      spelled.ifPresent(other -> attachCall(request, other));
      address = spelled;
    }
    NoDownload answer = new NoDownload(response);
    if (address.isEmpty()) {
      chain.doFilter(request, answer);
      return;
    }
    chain.doFilter(new Readdressed(request, address.get().implementedPath()), answer);
  }

  private static int elements(String path) {
    return PathContainer.parsePath(path).elements().size();
  }

  /** Methods that the contract lists for the address of a request that Tomcat refused before this filter; none for other addresses. */
  public List<String> methods(String uri) {
    return parse(uri)
        .map(address -> PathContainer.parsePath(address.path()))
        .flatMap(path -> routes.getOrDefault(path.elements().size(), List.of()).stream()
            .filter(route -> route.pattern().matches(path))
            .findFirst())
        .map(Route::methods)
        .orElse(List.of());
  }

  private Optional<GraphAddress> parse(String uri) {
    return GraphAddress.parse(spelling.of(uri), bound);
  }

  /** Returns false if the contract has no such address. */
  private boolean attachCall(HttpServletRequest request, GraphAddress address) {
    PathContainer path = PathContainer.parsePath(address.path());
    for (Route route : routes.getOrDefault(path.elements().size(), List.of())) {
      PathPattern.PathMatchInfo match = route.pattern().matchAndExtract(path);
      if (match != null) {
        Call.allow(request, route.methods());
        contract
            .operation(request.getMethod(), route.path())
            .map(operation -> new Call(address, operation, match.getUriVariables()))
            .ifPresent(call -> call.attachTo(request));
        return true;
      }
    }
    return false;
  }

  /** Response without {@code Content-Disposition}. Spring would take the dots in a job's id for a file suffix and name a download. */
  private static final class NoDownload extends HttpServletResponseWrapper {
    NoDownload(HttpServletResponse response) {
      super(response);
    }

    @Override
    public boolean containsHeader(String name) {
      return name.equalsIgnoreCase(HttpHeaders.CONTENT_DISPOSITION) || super.containsHeader(name);
    }
  }

  private static final class Readdressed extends HttpServletRequestWrapper {
    private final String path;

    Readdressed(HttpServletRequest request, String path) {
      super(request);
      this.path = path;
    }

    @Override
    public String getRequestURI() {
      return path;
    }

    @Override
    public String getServletPath() {
      return UriUtils.decode(path, StandardCharsets.UTF_8);
    }
  }
}
