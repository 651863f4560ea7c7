package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.ErrorInfo;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import java.io.Serial;

/** Failure of one entry that does not affect others. */
final class EntryFailure extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private static final String BAD_RESPONSE = "SystemForCrossDomainIdentityManagementBadResponse";

  private final String code;
  private final String reason;
  private final String remedy;

  /**
   * @param code code of Microsoft's provisioning log, where one fits
   * @param message what happened
   * @param remedy what to do
   */
  EntryFailure(String code, String message, String remedy) {
    super(message);
    this.code = code;
    this.reason = message;
    this.remedy = remedy;
  }

  static EntryFailure of(ExpressionException e) {
    return new EntryFailure(
        "AttributeMappingFailed",
        String.valueOf(e.getMessage()),
        "Correct the expression in the job's schema, or the entry.");
  }

  /** This failure with the pause that a busy target asks for. */
  EntryFailure busy(TargetException e) {
    return e.retryAfter()
        .map(pause -> saying(reason
            + " It asks for a pause: the next request about the entry waits at least " + pause
            + "."))
        .orElse(this);
  }

  /** Failure at an entry of a type that the target doesn't serve, though it serves others. */
  static EntryFailure unserved(String type, TargetException e) {
    return new EntryFailure(
        BAD_RESPONSE,
        "The target serves entries of other types, but fails at all requests for " + type + ". "
            + e.reason(),
        "Have the target serve " + type
            + ", or disable the mapping of this type in the job's schema. The entry is tried again.");
  }

  /** Failure that a target reports about an entry. */
  static EntryFailure of(TargetException e) {
    String message = e.reason();
    return switch (e.problem()) {
      case ENTRY_CONFLICT ->
        new EntryFailure(
            "EntryConflict",
            message,
            e.advice().orElse("Change the entry or its counterpart in the target."));
      case ENTRY_MISSING ->
        new EntryFailure(
            "EntryNotFound",
            message,
            e.advice().orElse("Nothing: the next attempt looks for the entry again."));
      case TIMEOUT ->
        new EntryFailure(
            BAD_RESPONSE,
            message,
            "Nothing: the target may have done what was asked, and the next attempt looks at the entry again.");
      case ENTRY_REFUSED ->
        new EntryFailure(
            BAD_RESPONSE,
            message,
            e.advice()
                .orElse(
                    "Correct the entry or the attribute mapping so that the target accepts it."));
      default ->
        new EntryFailure(
            BAD_RESPONSE,
            message,
            "Look in the target for why it fails at requests about this entry, but not about others. The entry is tried again.");
    };
  }

  /** Failure of a target that answers a change with success and does not show it. */
  static EntryFailure unheeded(String message) {
    return new EntryFailure(BAD_RESPONSE, message, Unheeded.ADVICE);
  }

  static EntryFailure unexpected() {
    return new EntryFailure(
        "InternalError",
        "The server failed on this entry.",
        "Ask the server's operator to look into its log.");
  }

  /** Replaces the description of what happened. */
  EntryFailure saying(String other) {
    return new EntryFailure(code, other, remedy);
  }

  /** Description of what happened. */
  String reason() {
    return reason;
  }

  ErrorInfo info() {
    return new ErrorInfo(code, "failure", reason, remedy);
  }
}
