package io.syncjobs.client.error;

import io.syncjobs.client.internal.json.JsonReader;
import io.syncjobs.client.model.ErrorCode;
import io.syncjobs.client.model.ErrorDetails;
import io.syncjobs.client.model.MainError;
import io.syncjobs.client.model.OdataError;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Error answer of the server. Statuses that callers treat differently have subclasses; all others are of this class.
 *
 * @see <a href="https://learn.microsoft.com/graph/errors">Graph's error responses</a>
 */
public class ServiceException extends SynchronizationException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable String code;
  private final @Nullable String target;
  private final transient @Nullable List<ErrorDetails> details;
  private final @Nullable String requestId;
  private final @Nullable Duration retryAfter;

  ServiceException(HttpResponse<?> response, @Nullable MainError error) {
    super(describe(response.statusCode(), error), null);
    status = response.statusCode();
    code = error == null ? null : error.getCode().getValue();
    target = error == null ? null : error.getTarget();
    details = detailsOf(error);
    requestId = response.headers().firstValue("request-id").orElse(null);
    retryAfter = RetryAfter.of(response).orElse(null);
  }

  /**
   * Creates the exception for an answer. If the body isn't an error of the contract, for example that of a proxy, the exception has no code.
   */
  public static ServiceException of(HttpResponse<byte[]> response) {
    MainError error = read(response.body());
    return switch (response.statusCode()) {
      case 400 -> new BadRequestException(response, error);
      case 401 -> new UnauthorizedException(response, error);
      case 403 -> new ForbiddenException(response, error);
      case 404 -> new NotFoundException(response, error);
      case 409 -> new ConflictException(response, error);
      case 412 -> new PreconditionFailedException(response, error);
      case 429 -> new TooManyRequestsException(response, error);
      default ->
        response.statusCode() >= 500
            ? new ServerErrorException(response, error)
            : new ServiceException(response, error);
    };
  }

  /** HTTP status, usually 400 to 599. */
  public int status() {
    return status;
  }

  /** Code of the error; empty if the body isn't an error of the contract. */
  public Optional<ErrorCode> code() {
    return Optional.ofNullable(code).map(ErrorCode::fromValue);
  }

  /** Member, parameter or header that caused the error; empty if the error concerns the request as a whole. */
  public Optional<String> target() {
    return Optional.ofNullable(target);
  }

  /** Further errors of the same request, or alternatives to what was requested. Immutable; empty after deserialization. */
  public List<ErrorDetails> details() {
    return details == null ? List.of() : details;
  }

  /** Id that the server gave the request; its operator finds log entries by it. */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /** Time after which the server expects a repeated request, from the header {@code Retry-After}. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  private static @Nullable MainError read(byte[] body) {
    try {
      OdataError read = JsonReader.read(body, OdataError.class);
      MainError error = read == null ? null : read.getError();
      return error != null && error.getCode() != null && error.getMessage() != null ? error : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private static List<ErrorDetails> detailsOf(@Nullable MainError error) {
    List<ErrorDetails> details = error == null ? null : error.getDetails();
    return details == null
        ? List.of()
        : details.stream().filter(Objects::nonNull).toList();
  }

  private static String describe(int status, @Nullable MainError error) {
    return error == null
        ? "The server answered with status " + status + " without an error in the contract's format"
        : status + " " + error.getCode() + ": " + Objects.requireNonNull(error.getMessage());
  }
}
