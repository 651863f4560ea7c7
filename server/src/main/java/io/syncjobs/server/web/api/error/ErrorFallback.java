package io.syncjobs.server.web.api.error;

import io.syncjobs.server.web.address.AddressFilter;
import io.syncjobs.server.web.address.RequestIds;
import io.syncjobs.server.web.api.generated.model.OdataError;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Answers requests that fail outside of Spring MVC, where {@link ErrorAdvice} isn't called. */
@RestController
class ErrorFallback implements ErrorController {

  private final ErrorAnswers answers;
  private final AddressFilter addresses;
  private final ObjectProvider<RequestMappingHandlerMapping> handlers;

  ErrorFallback(
      ErrorAnswers answers,
      AddressFilter addresses,
      @Qualifier("requestMappingHandlerMapping")
          ObjectProvider<RequestMappingHandlerMapping> handlers) {
    this.handlers = handlers;
    this.answers = answers;
    this.addresses = addresses;
  }

  @RequestMapping("/error")
  ResponseEntity<OdataError> answer(HttpServletRequest request, HttpServletResponse response)
      throws NoResourceFoundException {
    RequestIds.of(request).writeTo(response);
    if (!(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status)) {
      // The address itself was called, which is no resource.
      throw new NoResourceFoundException(
          HttpMethod.valueOf(request.getMethod()),
          request.getRequestURI(),
          request.getRequestURI());
    }
    if (status == HttpServletResponse.SC_METHOD_NOT_ALLOWED) {
      // For TRACE, Tomcat names all methods of servlets.
      String uri = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
      List<String> methods = addresses.methods(uri);
      if (methods.isEmpty()) {
        methods = handled(uri);
      }
      response.setHeader(
          HttpHeaders.ALLOW,
          ErrorAdvice.allowed(methods.isEmpty() ? List.of("GET", "HEAD") : methods));
    }
    return answers.ofStatus(status, request);
  }

  /** Methods of an address that no contract has, such as a page. */
  private List<String> handled(String uri) {
    PathContainer path = PathContainer.parsePath(uri);
    return handlers.getObject().getHandlerMethods().keySet().stream()
        .filter(mapping -> mapping.getPathPatternsCondition() != null
            && mapping.getPathPatternsCondition().getPatterns().stream()
                .anyMatch(pattern -> pattern.matches(path)))
        .flatMap(mapping -> mapping.getMethodsCondition().getMethods().stream())
        .map(RequestMethod::name)
        .distinct()
        .toList();
  }
}
