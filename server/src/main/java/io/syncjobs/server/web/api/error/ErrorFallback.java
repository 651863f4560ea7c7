package io.syncjobs.server.web.api.error;

import io.syncjobs.server.web.address.AddressFilter;
import io.syncjobs.server.web.address.RequestIds;
import io.syncjobs.server.web.api.generated.model.OdataError;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Answers requests that fail outside of Spring MVC, where {@link ErrorAdvice} isn't called. */
@RestController
class ErrorFallback implements ErrorController {

  private final ErrorAnswers answers;
  private final AddressFilter addresses;

  ErrorFallback(ErrorAnswers answers, AddressFilter addresses) {
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
      List<String> methods = addresses.methods(
          String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI)));
      response.setHeader(
          HttpHeaders.ALLOW,
          ErrorAdvice.allowed(methods.isEmpty() ? List.of("GET", "HEAD") : methods));
    }
    return answers.ofStatus(status, request);
  }
}
