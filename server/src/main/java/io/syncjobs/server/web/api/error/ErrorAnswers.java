package io.syncjobs.server.web.api.error;

import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.web.address.RequestIds;
import io.syncjobs.server.web.api.generated.model.ErrorDetails;
import io.syncjobs.server.web.api.generated.model.InnerError;
import io.syncjobs.server.web.api.generated.model.MainError;
import io.syncjobs.server.web.api.generated.model.OdataError;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Builds error answers. The HTTP status of a code comes from the contract. */
@Component
public class ErrorAnswers {

  private static final DateTimeFormatter TO_THE_SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

  /** Statuses with which Tomcat refuses requests that break HTTP; 501 is its answer to an unknown transfer coding. */
  private static final Set<Integer> UNREADABLE = Set.of(400, 414, 417, 431, 501, 505);

  /** Limits of {@code mainError} in the contract. */
  private static final int MAX_MESSAGE = 4096;

  private static final int MAX_TARGET = 1024;
  private static final int MAX_DETAILS = 100;

  private final Contract contract;
  private final Clock clock;

  ErrorAnswers(Contract contract, Clock clock) {
    this.contract = contract;
    this.clock = clock;
  }

  /** Error answer for a refusal. */
  public ResponseEntity<OdataError> of(Refusal refusal, ServletRequest request) {
    return answer(refusal.code(), refusal.getMessage())
        .target(refusal.target())
        .details(refusal.details())
        .build(request);
  }

  /** Starts an error answer. */
  Builder answer(ErrorCode code, @Nullable String message) {
    return new Builder(code, message == null ? "" : message);
  }

  /**
   * Error answer for a request that failed outside of Spring MVC.
   *
   * @param status status that Tomcat or a filter chose
   */
  ResponseEntity<OdataError> ofStatus(int status, ServletRequest request) {
    if (status == HttpServletResponse.SC_REQUEST_TIMEOUT) {
      return tooSlow().build(request);
    }
    if (status == HttpServletResponse.SC_METHOD_NOT_ALLOWED) {
      return answer(
              ErrorCode.METHOD_NOT_ALLOWED,
              "The address doesn't have this method. Use one that the header Allow names.")
          .build(request);
    }
    return UNREADABLE.contains(status)
        ? answer(
                ErrorCode.INVALID_REQUEST,
                "The request isn't valid HTTP. Check its address and headers.")
            .build(request)
        : internal(request);
  }

  /** Error answer for a body that arrives too slowly. */
  Builder tooSlow() {
    return answer(
        ErrorCode.REQUEST_TIMEOUT,
        "The body arrived too slowly. The request had no effect; send it again, faster.");
  }

  /** Error answer for a fault of the server, without internals. */
  ResponseEntity<OdataError> internal(ServletRequest request) {
    return answer(
            ErrorCode.INTERNAL_ERROR,
            "The server failed. Give request-id to its operator, who finds the cause in the log.")
        .build(request);
  }

  /** Builds an answer. For use by one thread. */
  final class Builder {
    private final MainError error;
    private final HttpHeaders headers = new HttpHeaders();

    private Builder(ErrorCode code, String message) {
      error = new MainError().code(code).message(Quoted.cut(message, MAX_MESSAGE));
    }

    Builder target(@Nullable String target) {
      error.target(target == null ? null : Quoted.cut(target, MAX_TARGET));
      return this;
    }

    Builder details(List<Refusal.Detail> details) {
      // Some quote what callers have stored, such as the ids of rules.
      List<ErrorDetails> shown = details.stream()
          .filter(detail -> !detail.message().isEmpty())
          .limit(MAX_DETAILS)
          .map(detail -> new ErrorDetails()
              .code(detail.code())
              .target(detail.target() == null ? null : Quoted.cut(detail.target(), MAX_TARGET))
              .message(Quoted.cut(detail.message(), MAX_MESSAGE)))
          .toList();
      error.details(shown.isEmpty() ? null : shown);
      return this;
    }

    Builder header(String name, String value) {
      headers.set(name, value);
      return this;
    }

    ResponseEntity<OdataError> build(ServletRequest request) {
      RequestIds ids = RequestIds.of(request);
      error.innerError(new InnerError()
          .date(LocalDateTime.now(clock.withZone(ZoneOffset.UTC)).format(TO_THE_SECOND))
          .requestId(ids.requestId())
          .clientRequestId(ids.clientRequestIdOrOurs()));
      return ResponseEntity.status(contract.statusOf(error.getCode()))
          .headers(headers)
          .contentType(MediaType.APPLICATION_JSON)
          .body(new OdataError().error(error));
    }
  }
}
