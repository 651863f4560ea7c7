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

/** Maps exceptions of an overloaded or impaired server to errors of the contract. */
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
            "The server is too busy. Send the request again after the seconds in Retry-After.");
      case RATE ->
        answers.answer(
            ErrorCode.TOO_MANY_REQUESTS,
            "The tenant or job gets too many requests. Send the request again after the seconds in Retry-After.");
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
    log.warn("The issuer of tokens can't be reached: {}", e.getMessage());
    return answers
        .answer(
            ErrorCode.SERVICE_NOT_AVAILABLE,
            "The server can't check the token, because the issuer can't be reached. Send the request again after the seconds in Retry-After.")
        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .build(request);
  }

  @ExceptionHandler({
    DataAccessResourceFailureException.class,
    TransientDataAccessException.class,
    TransactionException.class
  })
  ResponseEntity<OdataError> unavailable(Exception e, HttpServletRequest request) {
    log.warn("The database can't be used: {}", e.getMessage());
    return retryLater(
        "The server can't reach its database. Send the request again after the seconds in Retry-After.",
        request);
  }

  private ResponseEntity<OdataError> retryLater(String message, HttpServletRequest request) {
    return answers
        .answer(ErrorCode.SERVICE_NOT_AVAILABLE, message)
        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .build(request);
  }

  /** The log has the id of the key, which only the operator can use. */
  @ExceptionHandler
  ResponseEntity<OdataError> keyMissing(WrongSecretKeyException e, HttpServletRequest request) {
    log.warn("{}", e.getMessage());
    return retryLater(
        "This node can't decrypt stored secrets, because its key file lacks the key that encrypted them. The operator must copy the key file of a node that has the key to the path that syncjobs.secret-key names; the node needs no restart. Send the request again after that, or after the seconds in Retry-After if other nodes answer requests as well.",
        request);
  }

  @ExceptionHandler
  ResponseEntity<OdataError> full(StorageFullException e, HttpServletRequest request) {
    log.error("The database is full: {}", e.getMostSpecificCause().getMessage());
    return answers
        .answer(
            ErrorCode.INSUFFICIENT_STORAGE,
            "The database is full, and the request had no effect. Delete jobs that nobody needs, or ask the operator for more space.")
        .build(request);
  }

  /** Finds a full disk behind a failed rollback: SQLite rolls back by itself when it is full, so Spring's rollback fails. */
  @ExceptionHandler
  ResponseEntity<OdataError> rolledBack(TransactionSystemException e, HttpServletRequest request) {
    return e.getApplicationException() instanceof StorageFullException full
        ? full(full, request)
        : unavailable(e, request);
  }
}
