package io.syncjobs.server.api.error;

import io.syncjobs.server.api.generated.model.ErrorCode;
import io.syncjobs.server.api.generated.model.OdataError;
import io.syncjobs.server.edge.RequestIds;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers what fails before or behind Spring MVC, where {@link ErrorAdvice} doesn't hear of it. */
@RestController
class ErrorFallback implements ErrorController {

  private final ErrorAnswers answers;

  ErrorFallback(ErrorAnswers answers) {
    this.answers = answers;
  }

  @RequestMapping("/error")
  ResponseEntity<OdataError> answer(HttpServletRequest request, HttpServletResponse response) {
    RequestIds.of(request).writeTo(response);
    return request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
            && status < 500
        ? answers
            .draft(
                ErrorCode.INVALID_REQUEST,
                "The request can't be read. Check its address and headers.")
            .build(request)
        : answers.internal(request);
  }
}
