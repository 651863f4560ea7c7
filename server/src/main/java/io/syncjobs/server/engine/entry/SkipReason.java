package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.ErrorInfo;
import org.jspecify.annotations.Nullable;

/** Reason for leaving an entry's counterpart as it is. */
enum SkipReason {
  NOTHING_CHANGED("No mapped value has changed."),
  SAME_VALUES("The target has these values already."),
  NOTHING_ELSE("Nothing else is to be written."),
  UNKNOWN(
      "The job knows no counterpart of the entry, which is to have none, and did not look for one: it has never provisioned the entry, which is out of scope, is gone for good, or has no value to match by. If the target has an account or group of the entry, end its access there by hand."),
  NO_MATCH(
      "The job has never provisioned the entry, which is to have no counterpart, and no entry of the target that another one doesn't have matches it."),
  NOT_FOUND_AGAIN(
      "The entry is to have no counterpart. The target was asked again and shows none."),
  NOT_SHOWN(
      "EntryNotShown",
      "The target neither shows the entry's counterpart nor takes a change of it. It is looked for again later.",
      "Nothing if it was deleted there, or the target only shows entries late. Otherwise look there for the account or group, which may be hidden from the job's token, and end its access by hand."),
  NO_LONGER_THERE(
      "EntryNotFound",
      "In many attempts over some days the target has neither shown the entry's counterpart nor taken a change of it. It is assumed to be gone, and nothing is tried any more.",
      "Nothing if it was deleted there. Otherwise look in the target for it under another name or id, and end its access by hand."),
  NO_ADD(
      "FlowTypeExcluded",
      "The object mapping's flowTypes lack Add.",
      "Nothing if that is meant. Otherwise add it to flowTypes in the job's schema."),
  NO_UPDATE(
      "FlowTypeExcluded",
      "The object mapping's flowTypes lack Update.",
      "Nothing if that is meant. Otherwise add it to flowTypes in the job's schema."),
  NO_DELETE(
      "FlowTypeExcluded",
      "The object mapping's flowTypes lack Delete.",
      "Nothing if that is meant. Otherwise add it to flowTypes in the job's schema, or end the access in the target by hand."),
  KEPT_OUT_OF_SCOPE(
      "OutOfScopeKept",
      "The job's secret SkipOutOfScopeDeletions keeps entries that are out of scope.",
      "Nothing if that is meant. Otherwise set the secret to False."),
  DELETION_HELD(
      "DeletionHeldBack",
      "Held back, because the cycle has reached its deletion threshold. Restart the job with ForceDeletes to allow the deletion.",
      "Restart the job with ForceDeletes if the deletions are meant. Otherwise correct the source or the scope."),
  OCCUPIED(
      "EntryOccupied",
      "Other work on the entry, a cycle or a provisioning on demand, was under way at the same time. A later cycle looks at the entry again.",
      "Nothing: a later cycle looks at the entry again.");

  private final @Nullable String code;
  private final String text;
  private final String advice;

  /** Reason for which nobody has to do anything. */
  SkipReason(String text) {
    this(null, text, "");
  }

  SkipReason(@Nullable String code, String text, String advice) {
    this.code = code;
    this.text = text;
    this.advice = advice;
  }

  static ErrorInfo info(String code, String text, String advice) {
    return new ErrorInfo(code, "nonServiceFailure", text, advice);
  }

  /** A sentence for humans. */
  String text() {
    return text;
  }

  /** The reason with advice; null if nothing was asked for that is not done. */
  @Nullable
  ErrorInfo info() {
    return code == null ? null : info(code, text, advice);
  }
}
