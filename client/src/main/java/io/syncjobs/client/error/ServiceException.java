package io.syncjobs.client.error;

import io.syncjobs.client.internal.Json;
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
import tools.jackson.databind.json.JsonMapper;

/**
 * The server answered with an error. The subclasses are the statuses that a caller tells apart;
 * others come as this class.
 *
 * @see <a href="https://learn.microsoft.com/graph/errors">Graph's error responses</a>
 */
public class ServiceException extends SynchronizationException {
  private static final long serialVersionUID = 1L;

  private static final JsonMapper JSON = Json.mapper();

  private final int status;
  private final @Nullable String code;
  private final @Nullable String target;
  private final transient List<ErrorDetails> details;
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
   * The exception for an answer. One that isn't in the contract's shape, such as a proxy's, has no
   * code.
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

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** What kind of error it is; empty if the answer isn't in the contract's shape. */
  public Optional<ErrorCode> code() {
    return Optional.ofNullable(code).map(ErrorCode::fromValue);
  }

  /**
   * The member, parameter or header that it is about; empty if it is about the request as a whole.
   */
  public Optional<String> target() {
    return Optional.ofNullable(target);
  }

  /** Further errors of the same request, or what can be used instead. */
  public List<ErrorDetails> details() {
    return details;
  }

  /** The server's id of the request, to be quoted to its operator. */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /** After how long the server says that another try is worth it. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  private static @Nullable MainError read(byte[] body) {
    try {
      MainError error = JSON.readValue(body, OdataError.class).getError();
      return error != null && error.getCode() != null && error.getMessage() != null ? error : null;
    } catch (JacksonException | NullPointerException e) {
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
        ? "The server answered with status " + status + " and no error that can be read"
        : status + " " + error.getCode() + ": " + Objects.requireNonNull(error.getMessage());
  }
}
