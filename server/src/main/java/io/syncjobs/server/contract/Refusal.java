package io.syncjobs.server.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request for a reason that the contract lists. Any room can throw it: the caller gets code, target, message and details unchanged,
 * with the HTTP status of the code. Subclasses exist only where code reacts to one particular reason.
 */
public class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A further error of the same request, or a value that the caller can use instead.
   *
   * @param target the member, parameter or header; null if the message needs none
   * @param message for the caller
   */
  public record Detail(ErrorCode code, @Nullable String target, String message) {}

  private final ErrorCode code;
  private final @Nullable String target;
  private final transient List<Detail> details;

  public Refusal(ErrorCode code, @Nullable String target, String message) {
    this(code, target, message, List.of());
  }

  /**
   * Refuses a request.
   *
   * @param target name of a parameter or header, or path of a member in the body; null for the request as a whole
   * @param message for the caller: the fault, and what to send instead
   */
  public Refusal(ErrorCode code, @Nullable String target, String message, List<Detail> details) {
    super(message);
    this.code = code;
    this.target = target;
    this.details = List.copyOf(details);
  }

  /** Refuses a write whose {@code If-Match} doesn't name the stored version. */
  public static Refusal versionChanged() {
    return new Refusal(
        ErrorCode.PRECONDITION_FAILED,
        "If-Match",
        "The stored version has another ETag than If-Match. Read it again, and repeat the change if it still applies.");
  }

  public ErrorCode code() {
    return code;
  }

  public @Nullable String target() {
    return target;
  }

  public List<Detail> details() {
    return details;
  }
}
