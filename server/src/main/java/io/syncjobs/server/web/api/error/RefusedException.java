package io.syncjobs.server.web.api.error;

import io.syncjobs.server.web.api.generated.model.ErrorCode;
import io.syncjobs.server.web.api.generated.model.ErrorDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that isn't as the contract wants it. Answered with its code, target and message as they
 * are.
 */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final @Nullable String target;
  private final transient List<ErrorDetails> details;

  public RefusedException(ErrorCode code, @Nullable String target, String message) {
    this(code, target, message, List.of());
  }

  public RefusedException(
      ErrorCode code, @Nullable String target, String message, List<ErrorDetails> details) {
    super(message);
    this.code = code;
    this.target = target;
    this.details = List.copyOf(details);
  }

  ErrorCode code() {
    return code;
  }

  /** What it is about; null if it is about the request as a whole. */
  @Nullable
  String target() {
    return target;
  }

  /** What else is wrong. */
  List<ErrorDetails> details() {
    return details;
  }
}
