package io.syncjobs.server.web.address;

import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.contract.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Finds the handler method by the called operation. Spring would compare each request with every method, since all paths have parameters. */
@Component
class OperationMapping implements WebMvcRegistrations {

  private final Set<String> operations;

  OperationMapping(Contract contract) {
    operations = contract.operations().stream()
        .map(Operation::implementation)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
    return new ByOperation();
  }

  private record Served(RequestMappingInfo mapping, HandlerMethod method) {}

  private final class ByOperation extends RequestMappingHandlerMapping {

    private final Map<String, Served> byOperation = new HashMap<>();

    /** Precedes the mapping of Actuator, which compares paths as well. */
    @Override
    public int getOrder() {
      return HIGHEST_PRECEDENCE;
    }

    @Override
    protected void handlerMethodsInitialized(Map<RequestMappingInfo, HandlerMethod> methods) {
      super.handlerMethodsInitialized(methods);
      methods.forEach((mapping, method) -> {
        String name = method.getMethod().getName();
        if (operations.contains(name)) {
          byOperation.put(name, new Served(mapping, method));
        }
      });
    }

    /** Falls back to Spring's lookup if the request calls no operation or its media types don't match. */
    @Override
    protected @Nullable HandlerMethod lookupHandlerMethod(String path, HttpServletRequest request)
        throws Exception {
      Served served = Call.find(request)
          .map(call -> byOperation.get(call.operation().implementation()))
          .orElse(null);
      RequestMappingInfo match =
          served == null ? null : getMatchingMapping(served.mapping(), request);
      if (served == null || match == null) {
        return super.lookupHandlerMethod(path, request);
      }
      request.setAttribute(BEST_MATCHING_HANDLER_ATTRIBUTE, served.method());
      handleMatch(match, path, request);
      return served.method();
    }
  }
}
