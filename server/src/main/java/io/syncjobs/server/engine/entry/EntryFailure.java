package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.ErrorInfo;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import java.io.Serial;

/** An entry can't be kept in step; others can. */
final class EntryFailure extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String reason;
  private final String remedy;

  /**
   * @param code one of those that Microsoft's provisioning log has, where one fits
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

  /** Of what a target says about an entry. */
  static EntryFailure of(TargetException e) {
    return switch (e.problem()) {
      case ENTRY_NOT_UNIQUE ->
        new EntryFailure(
            "EntryConflict",
            String.valueOf(e.getMessage()),
            "Change the entry, or the other one in the target that has the same value.");
      case ENTRY_MISSING ->
        new EntryFailure(
            "EntryNotFound",
            String.valueOf(e.getMessage()),
            "Nothing: it is looked for again with the next attempt.");
      default ->
        new EntryFailure(
            "SystemForCrossDomainIdentityManagementBadResponse",
            String.valueOf(e.getMessage()),
            "Correct the entry or the attribute mapping, so that the target takes it.");
    };
  }

  static EntryFailure unexpected() {
    return new EntryFailure(
        "InternalError",
        "The server itself failed at this entry.",
        "Have the server's operator look into its log.");
  }

  /** The same with other words for what happened. */
  EntryFailure saying(String other) {
    return new EntryFailure(code, other, remedy);
  }

  /** What happened. */
  String reason() {
    return reason;
  }

  ErrorInfo info() {
    return new ErrorInfo(code, "failure", reason, remedy);
  }
}
