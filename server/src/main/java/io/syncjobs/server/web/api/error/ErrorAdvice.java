package io.syncjobs.server.web.api.error;

import io.syncjobs.server.contract.BrokenContractException;
import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.web.address.Call;
import io.syncjobs.server.web.api.generated.model.OdataError;
import io.syncjobs.server.web.api.mapper.RepeatabilityMapper;
import io.syncjobs.server.web.security.TokenFaults;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Maps refusals, faults of HTTP and security, and unexpected exceptions to errors of the contract. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ErrorAdvice {

  private static final Logger log = LoggerFactory.getLogger(ErrorAdvice.class);

  /** Order of methods in {@code Allow}. */
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final ErrorAnswers answers;

  ErrorAdvice(ErrorAnswers answers) {
    this.answers = answers;
  }

  @ExceptionHandler
  ResponseEntity<OdataError> refused(Refusal e, HttpServletRequest request) {
    ErrorAnswers.Builder answer =
        answers.answer(e.code(), e.getMessage()).target(e.target()).details(e.details());
    switch (e.code()) {
      case REPEATABILITY_MISMATCH, REPEATABILITY_WINDOW_PASSED ->
        answer.header(RepeatabilityMapper.RESULT, RepeatabilityMapper.REJECTED);
      case UNSUPPORTED_MEDIA_TYPE -> {
        if (HttpHeaders.CONTENT_ENCODING.equals(e.target())) {
          answer.header(HttpHeaders.ACCEPT_ENCODING, "identity");
        }
      }
      default -> {}
    }
    return answer.build(request);
  }

  @ExceptionHandler
  ResponseEntity<OdataError> unauthenticated(
      AuthenticationException e, HttpServletRequest request) {
    boolean empty = request.getHeader(HttpHeaders.AUTHORIZATION) == null;
    return answers
        .answer(
            ErrorCode.INVALID_AUTHENTICATION_TOKEN,
            empty
                ? "Access token is empty. Send 'Authorization: Bearer {token}'."
                : TokenFaults.describe(e, request))
        .header(HttpHeaders.WWW_AUTHENTICATE, empty ? "Bearer" : "Bearer error=\"invalid_token\"")
        .build(request);
  }

  @ExceptionHandler
  ResponseEntity<OdataError> forbidden(AccessDeniedException e, HttpServletRequest request) {
    String permissions = Call.find(request)
        .map(call -> String.join(" or ", call.operation().permissions()))
        .orElse("");
    return answers
        .answer(
            ErrorCode.AUTHORIZATION_REQUEST_DENIED,
            "The token lacks the permission for this operation. Get one with "
                + permissions
                + " in scp or roles.")
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\"")
        .build(request);
  }

  /** Refuses a query or form that Tomcat can't parse, which shows at the first access to its parameters. */
  @ExceptionHandler
  ResponseEntity<OdataError> unparsable(InvalidParameterException e, HttpServletRequest request) {
    if (e.getErrorCode() == HttpStatus.CONTENT_TOO_LARGE.value()) {
      return answers
          .answer(
              ErrorCode.REQUEST_TOO_LARGE,
              "The form or query is too long or has too many parameters. A request for a token needs no more than a few; send those alone.")
          .build(request);
    }
    return answers
        .answer(
            ErrorCode.INVALID_REQUEST,
            "The query can't be decoded. Encode it in UTF-8, with two hexadecimal digits after each percent sign.")
        .build(request);
  }

  @ExceptionHandler({NoHandlerFoundException.class, NoResourceFoundException.class})
  ResponseEntity<OdataError> noOperation(HttpServletRequest request) {
    ErrorAnswers.Builder answer = answers.answer(
        ErrorCode.RESOURCE_NOT_FOUND,
        "The address isn't part of this contract. Compare it with the paths of openapi.yaml.");
    if (request.getMethod().equals("OPTIONS")) {
      // Servlets would list all methods of HTTP otherwise.
      answer.header(HttpHeaders.ALLOW, "");
    }
    return answer.build(request);
  }

  /** Value of the header {@code Allow}. What can be read can be asked for its headers, and each address for its methods. */
  static String allowed(List<String> methods) {
    Stream<String> further = Stream.of(methods.contains("GET") ? "HEAD" : "OPTIONS", "OPTIONS");
    return Stream.concat(methods.stream(), further)
        .distinct()
        .sorted(Comparator.comparing(METHODS::indexOf))
        .collect(Collectors.joining(", "));
  }

  @ExceptionHandler
  ResponseEntity<OdataError> method(
      HttpRequestMethodNotSupportedException e, HttpServletRequest request) {
    String[] supported = e.getSupportedMethods();
    String allowed = supported == null ? "" : allowed(List.of(supported));
    return answers
        .answer(
            ErrorCode.METHOD_NOT_ALLOWED,
            "The address has no method %s. Use %s.".formatted(Quoted.of(e.getMethod()), allowed))
        .header(HttpHeaders.ALLOW, allowed)
        .build(request);
  }

  @ExceptionHandler
  ResponseEntity<OdataError> mediaType(
      HttpMediaTypeNotSupportedException e, HttpServletRequest request) {
    String supported = e.getSupportedMediaTypes().stream()
        .map(MediaType::toString)
        .findFirst()
        .orElse(MediaType.APPLICATION_JSON_VALUE);
    return answers
        .answer(
            ErrorCode.UNSUPPORTED_MEDIA_TYPE,
            e.getContentType() == null
                ? "The body has no media type. Send 'Content-Type: %s'.".formatted(supported)
                : "The media type %s isn't supported. Send %s."
                    .formatted(Quoted.of(e.getContentType().toString()), supported))
        .target(HttpHeaders.CONTENT_TYPE)
        .build(request);
  }

  @ExceptionHandler
  ResponseEntity<OdataError> notAcceptable(
      HttpMediaTypeNotAcceptableException e, HttpServletRequest request) {
    return answers
        .answer(
            ErrorCode.NOT_ACCEPTABLE,
            "The header Accept excludes the media type of the answer. Send %s or no Accept."
                .formatted(e.getSupportedMediaTypes().stream()
                    .map(MediaType::toString)
                    .collect(Collectors.joining(" or "))))
        .target(HttpHeaders.ACCEPT)
        .build(request);
  }

  @ExceptionHandler
  ResponseEntity<OdataError> rejected(RequestRejectedException e, HttpServletRequest request) {
    return answers
        .answer(
            ErrorCode.INVALID_REQUEST,
            "The address %s has a backslash, semicolon, NUL, doubled or encoded slash or one of the parts . and .., or a header has a forbidden character. Percent-encode ids in the address."
                .formatted(Quoted.of(request.getRequestURI())))
        .target(request.getRequestURI())
        .build(request);
  }

  /** Handles a body that breaks off, or has a value that the contract allows and Java can't represent. */
  @ExceptionHandler({IOException.class, HttpMessageNotReadableException.class})
  ResponseEntity<OdataError> unreadable(Exception e, HttpServletRequest request) {
    log.info("Unreadable request body: {}", e.toString());
    return answers
        .answer(
            ErrorCode.INVALID_REQUEST,
            "The body is incomplete or has a value that doesn't exist. Send it again as a whole.")
        .build(request);
  }

  /** Lets go of a caller that was gone when the answer was written. */
  @ExceptionHandler({AsyncRequestNotUsableException.class, ClientAbortException.class})
  ResponseEntity<OdataError> gone(IOException e) throws IOException {
    log.info("The caller didn't read the answer: {}", e.toString());
    throw e;
  }

  /** Cuts the connection of a caller that is gone or reads too slowly, so that nobody takes the sent part for the whole answer. */
  @ExceptionHandler
  ResponseEntity<OdataError> notTaken(
      HttpMessageNotWritableException e, HttpServletRequest request) {
    if (e.getMostSpecificCause() instanceof IOException reason) {
      log.info("The caller didn't read the answer: {}", reason.toString());
      throw e;
    }
    return other(e, request);
  }

  /** Logs an answer against the contract on one line; a stack trace would show only where it was checked. */
  @ExceptionHandler
  ResponseEntity<OdataError> violated(BrokenContractException e, HttpServletRequest request) {
    log.error("{}", e.getMessage());
    return answers.internal(request);
  }

  /** Handles exceptions of Spring, and unexpected ones. */
  @ExceptionHandler
  ResponseEntity<OdataError> other(Exception e, HttpServletRequest request) {
    HttpStatusCode status =
        e instanceof ErrorResponse known ? known.getStatusCode() : HttpStatus.INTERNAL_SERVER_ERROR;
    if (status.is4xxClientError()) {
      log.info("Spring refused a request: {}", e.toString());
      return answers
          .answer(
              ErrorCode.INVALID_REQUEST,
              "The request doesn't conform to this contract. Compare it with openapi.yaml.")
          .build(request);
    }
    log.error("A request failed", e);
    return answers.internal(request);
  }
}
