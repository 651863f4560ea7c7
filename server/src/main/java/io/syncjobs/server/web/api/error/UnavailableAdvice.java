package io.syncjobs.server.web.api.error;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.job.secret.WrongSecretKeyException;
import io.syncjobs.server.platform.storage.StorageFullException;
import io.syncjobs.server.web.api.generated.model.OdataError;
import io.syncjobs.server.web.overload.OverloadException;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers requests that may be in order, and that the server can't carry out now. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnavailableAdvice {

  private static final Logger log = LoggerFactory.getLogger(UnavailableAdvice.class);
  private static final String RETRY_AFTER_SECONDS = "1";

  private final ErrorAnswers answers;

  UnavailableAdvice(ErrorAnswers answers) {
    this.answers = answers;
  }

  @ExceptionHandler
  ResponseEntity<OdataError> overload(OverloadException e, HttpServletRequest request) {
    ErrorAnswers.Builder answer = switch (e.reason()) {
      case CAPACITY ->
        answers.answer(
            ErrorCode.SERVICE_NOT_AVAILABLE,
            "The server has more to do than it can. Wait as long as Retry-After says.");
      case RATE ->
        answers.answer(
            ErrorCode.TOO_MANY_REQUESTS, "Too many requests. Wait as long as Retry-After says.");
      case PACE -> answers.tooSlow();
    };
    if (e.retryAfterSeconds() > 0) {
      answer.header(HttpHeaders.RETRY_AFTER, Long.toString(e.retryAfterSeconds()));
    }
    return answer.build(request);
  }

  @ExceptionHandler
  ResponseEntity<OdataError> issuerUnavailable(
      AuthenticationServiceException e, HttpServletRequest request) {
    log.warn("The issuer of tokens doesn't answer: {}", e.getMessage());
    return answers
        .answer(
            ErrorCode.SERVICE_NOT_AVAILABLE,
            "The server can't check the token, since it doesn't reach the issuer. Wait as long as Retry-After says.")
        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .build(request);
  }

  @ExceptionHandler({
    DataAccessResourceFailureException.class,
    TransientDataAccessException.class,
    TransactionException.class,
    WrongSecretKeyException.class
  })
  ResponseEntity<OdataError> unavailable(Exception e, HttpServletRequest request) {
    log.warn("The server can't get at what is stored: {}", e.getMessage());
    return answers
        .answer(
            ErrorCode.SERVICE_NOT_AVAILABLE,
            "The server can not reach its database. Wait as long as Retry-After says.")
        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .build(request);
  }

  @ExceptionHandler
  ResponseEntity<OdataError> full(StorageFullException e, HttpServletRequest request) {
    log.error("The database has no room left: {}", e.getMostSpecificCause().getMessage());
    return answers
        .answer(
            ErrorCode.INSUFFICIENT_STORAGE,
            "The server has no room to store more, and stored nothing of this. Delete what isn't needed, or ask its operator for room.")
        .build(request);
  }

  /** SQLite rolls back by itself when it is full, and then complains of the rollback that follows. */
  @ExceptionHandler
  ResponseEntity<OdataError> rolledBack(TransactionSystemException e, HttpServletRequest request) {
    return e.getApplicationException() instanceof StorageFullException full
        ? full(full, request)
        : unavailable(e, request);
  }
}
