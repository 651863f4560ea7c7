package io.syncjobs.server.connector.scim;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Explains why a service refuses a request about an entry. It quotes the service, and advises no more than the standard's meaning of the status and the
 * {@code scimType} supports (RFC 7644 §3.12). Stateless.
 */
final class EntryErrors {

  private EntryErrors() {}

  /** Error for a response that refuses what was sent. */
  static TargetException refused(ScimResponse response) {
    return refused(response, advice(response));
  }

  /** Error for a response that refuses to create an entry. */
  static TargetException notCreated(ScimResponse response) {
    return refused(
        response,
        response.scimKind().equals("mutability")
            ? "Don't map the attribute: the target doesn't let it be set."
            : response.status() == 405 && response.scimType().isEmpty()
                ? "Have the target support POST, by which entries are created."
                : advice(response));
  }

  /** Error for a response that refuses to delete an entry. */
  static TargetException notDeleted(ScimResponse response) {
    return refused(
        response,
        switch (response.status()) {
          case 403, 500 -> adviceOnStatus(response);
          case 405, 501 ->
            "Have the target support DELETE, or delete the entry there by hand. If no mapping disables, map IsSoftDeleted to the attribute of the target that does, such as active, so that the job disables instead of deleting.";
          default ->
            "Look in the target for what keeps the entry from being deleted, or delete it there by hand. The deletion is tried again.";
        });
  }

  private static TargetException refused(ScimResponse response, @Nullable String advice) {
    String type = response.scimType();
    String said = ScimResponse.quoted(response.words());
    boolean conflict = response.status() == 409 || response.scimKind().equals("uniqueness");
    return TargetException.ofEntry(
        conflict ? Problem.ENTRY_CONFLICT : Problem.ENTRY_REFUSED,
        "The target answered " + response.status() + (type.isEmpty() ? "" : " (" + type + ")")
            + (said.isEmpty() ? " and gives no reason." : "." + said),
        advice);
  }

  /** Advice that fits the answer; null if only the general advice fits. */
  private static @Nullable String advice(ScimResponse response) {
    return switch (response.scimKind()) {
      case "uniqueness" -> TargetException.CHANGE_EQUAL_VALUE;
      case "mutability" ->
        "Don't map the attribute, or map it with the flow type ObjectAddOnly: the target doesn't let its value change.";
      case "invalidpath", "notarget" ->
        "Correct the target attribute in the mapping: the target finds nothing there.";
      case "invalidfilter", "sensitive" ->
        "Match by another attribute: the target doesn't search by this one.";
      case "toomany" -> "Match by an attribute that fewer entries of the target share.";
      case "invalidvers" -> "Correct the BaseAddress, so that it leads to SCIM 2.0.";
      default -> adviceOnStatus(response);
    };
  }

  private static @Nullable String adviceOnStatus(ScimResponse response) {
    boolean silent = response.words().isEmpty();
    return switch (response.status()) {
      case 403 ->
        silent
            ? "Have the target's administrator permit this to the owner of the SecretToken."
            : "Read what the target says. If it is about permission, have its administrator permit this to the owner of the SecretToken.";
      case 405 ->
        "Have the target support POST, by which entries are created, and PATCH, by which they are changed.";
      case 409 ->
        silent
            ? "Look in the target for what the entry conflicts with, and change the entry or its counterpart."
            : "Read what the target says, and change the entry or its counterpart accordingly.";
      case 413 -> "Send smaller values, or have the target take larger requests.";
      case 500 -> "Look into the target's own log. The entry is tried again.";
      case 501 -> "Keep the mapping from asking for this, or have the target support it.";
      default -> null;
    };
  }

  /** Error for an entry that the service doesn't have. */
  static TargetException missing(String type) {
    return TargetException.ofEntry(
        Problem.ENTRY_MISSING, "The target has no such " + type + " any more.", null);
  }
}
