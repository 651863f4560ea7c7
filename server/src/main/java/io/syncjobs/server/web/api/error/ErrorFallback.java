package io.syncjobs.server.web.api.error;

import io.syncjobs.server.web.address.RequestIds;
import io.syncjobs.server.web.api.generated.model.OdataError;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers requests that fail outside of Spring MVC, where {@link ErrorAdvice} isn't called. */
@RestController
class ErrorFallback implements ErrorController {

  private final ErrorAnswers answers;

  ErrorFallback(ErrorAnswers answers) {
    this.answers = answers;
  }

  @RequestMapping("/error")
  ResponseEntity<OdataError> answer(HttpServletRequest request, HttpServletResponse response) {
    RequestIds.of(request).writeTo(response);
    int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer known
        ? known
        : HttpStatus.INTERNAL_SERVER_ERROR.value();
    return answers.ofStatus(status, request);
  }
}
