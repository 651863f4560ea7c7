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

/** Builds the answers to what goes wrong. The HTTP status of a code is the contract's. */
@Component
class ErrorAnswers {

  private static final DateTimeFormatter TO_THE_SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

  /** What Tomcat answers to requests that break HTTP; also 501, to a transfer coding that it doesn't know. */
  private static final Set<Integer> UNREADABLE = Set.of(400, 405, 414, 417, 431, 501, 505);

  /** Limits of the contract's {@code mainError}. */
  private static final int MAX_MESSAGE = 4096;

  private static final int MAX_TARGET = 1024;

  private final Contract contract;
  private final Clock clock;

  ErrorAnswers(Contract contract, Clock clock) {
    this.contract = contract;
    this.clock = clock;
  }

  /** Begins an answer. */
  Builder answer(ErrorCode code, @Nullable String message) {
    return new Builder(code, message == null ? "" : message);
  }

  /** The answer to what failed outside of Spring MVC with a status. */
  ResponseEntity<OdataError> ofStatus(int status, ServletRequest request) {
    if (status == HttpServletResponse.SC_REQUEST_TIMEOUT) {
      return tooSlow().build(request);
    }
    return UNREADABLE.contains(status)
        ? answer(
                ErrorCode.INVALID_REQUEST,
                "The request can't be read. Check its address and headers.")
            .build(request)
        : internal(request);
  }

  /** The answer to a body that comes too slowly. */
  Builder tooSlow() {
    return answer(
        ErrorCode.REQUEST_TIMEOUT,
        "The body came too slowly, and nothing was done. Send it again, faster.");
  }

  /** The answer to a fault of the server, which tells the caller nothing of its inside. */
  ResponseEntity<OdataError> internal(ServletRequest request) {
    return answer(
            ErrorCode.INTERNAL_ERROR,
            "The server failed. Quote request-id to its operator; the log has the cause.")
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
      error.details(
          details.isEmpty()
              ? null
              : details.stream()
                  .map(detail -> new ErrorDetails()
                      .code(detail.code())
                      .target(detail.target() == null ? null : Quoted.cut(detail.target(), MAX_TARGET))
                      .message(Quoted.cut(detail.message(), MAX_MESSAGE)))
                  .toList());
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
