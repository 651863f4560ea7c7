package io.syncjobs.server.connector;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A target can't be used or refuses an entry. The message is for the caller and contains no secret. */
public final class TargetException extends Refusal {
  private static final long serialVersionUID = 1L;

  /** Kinds of failures. */
  public enum Problem {
    CREDENTIALS_MISSING(ErrorCode.CREDENTIALS_MISSING),
    ADDRESS_INVALID(ErrorCode.TARGET_ADDRESS_INVALID),
    NOT_ALLOWED(ErrorCode.TARGET_NOT_ALLOWED),
    NOT_FOUND(ErrorCode.TARGET_NOT_FOUND),
    CONNECTION_REFUSED(ErrorCode.TARGET_CONNECTION_REFUSED),
    TLS_FAILED(ErrorCode.TARGET_TLS_FAILED),
    TIMEOUT(ErrorCode.TARGET_TIMEOUT),
    REJECTED_CREDENTIALS(ErrorCode.TARGET_REJECTED_CREDENTIALS),
    NOT_SCIM(ErrorCode.TARGET_NOT_SCIM),
    /** The target is overloaded or temporarily down. */
    UNAVAILABLE(ErrorCode.TARGET_UNAVAILABLE),
    /** The target refuses the values of an entry. */
    ENTRY_REFUSED(null),
    /** The request conflicts with stored data, often with another entry of the same name. */
    ENTRY_CONFLICT(null),
    /** The entry doesn't exist. */
    ENTRY_MISSING(null);

    private final @Nullable ErrorCode code;

    /** Takes the contract's error code; null for failures of entries, which no request is answered with. */
    Problem(@Nullable ErrorCode code) {
      this.code = code;
    }

    /**
     * Tells whether the failure may pass by itself, such as a broken connection, or the page of a gateway before a service that spoke SCIM 2.0.
     *
     * @param proven whether the same target was used before
     */
    public boolean mayPass(boolean proven) {
      return this == UNAVAILABLE
          || (proven && (ofConnection() || this == TIMEOUT || this == NOT_SCIM));
    }

    /** Tells whether no connection came about, or broke. */
    public boolean ofConnection() {
      return this == CONNECTION_REFUSED || this == TLS_FAILED || this == NOT_FOUND;
    }

    /** Tells whether the failure affects all entries rather than one. */
    public boolean ofTarget() {
      return code != null;
    }
  }

  /** Advice for a value that must be unique and belongs to another entry. */
  public static final String CHANGE_EQUAL_VALUE =
      "Change the entry, or the entry of the target that has the same value.";

  private final Problem problem;
  private final @Nullable Duration retryAfter;
  private final @Nullable String advice;
  private final String reason;
  private final boolean mayConcernEntry;

  /** Reports a failure that is caused by the value of a secret. */
  public TargetException(Problem problem, String key, String message) {
    this(problem, key, null, message);
  }

  /**
   * Reports any failure.
   *
   * @param key key of the secret that causes the failure; null if none does
   * @param retryAfter pause that the target asks for; null if it asks for none
   */
  public TargetException(
      Problem problem, @Nullable String key, @Nullable Duration retryAfter, String message) {
    this(problem, key, retryAfter, message, null, message, false);
  }

  private TargetException(
      Problem problem,
      @Nullable String key,
      @Nullable Duration retryAfter,
      String message,
      @Nullable String advice,
      String reason,
      boolean mayConcernEntry) {
    super(Objects.requireNonNullElse(problem.code, ErrorCode.INTERNAL_ERROR), key, message);
    this.problem = problem;
    this.retryAfter = retryAfter;
    this.advice = advice;
    this.reason = reason;
    this.mayConcernEntry = mayConcernEntry;
  }

  /**
   * Reports a failure of one entry.
   *
   * @param advice a sentence of advice; null if the problem implies it
   */
  public static TargetException ofEntry(Problem problem, String message, @Nullable String advice) {
    return new TargetException(problem, null, null, message, advice, message, false);
  }

  /**
   * Reports a failure at one request, which may be due to its entry or to the target.
   *
   * @param key key of the secret that causes it if it is due to the target
   * @param what sentence that says what happened
   * @param mend sentence of advice if it is due to the target
   * @param said quotation of the target, with a space before it; empty for none
   */
  public static TargetException atRequest(
      Problem problem, @Nullable String key, String what, String mend, String said) {
    return new TargetException(
        problem,
        key,
        null,
        what + (mend.isEmpty() ? "" : " " + mend) + said,
        null,
        what + said,
        true);
  }

  /** This failure, if it came again after each pause that the target asked for, or if the pause is too long to be waited for: other requests have to tell whether it is due to the entry. */
  public TargetException afterPauses() {
    return new TargetException(
        problem, target(), retryAfter, String.valueOf(getMessage()), advice, reason, true);
  }

  /**
   * This failure of one entry, with a sentence before its message.
   *
   * @param what sentence that says what was tried
   */
  public TargetException when(String what) {
    return ofEntry(problem, what + " " + reason, advice);
  }

  /** The kind of failure. */
  public Problem problem() {
    return problem;
  }

  /** Key of the secret that causes the failure. */
  public Optional<String> key() {
    return Optional.ofNullable(target());
  }

  /** True if the failure is due to the target or to the entry of the request, which other requests have to tell. */
  public boolean mayConcernEntry() {
    return mayConcernEntry;
  }

  /** The message without advice on the target. */
  public String reason() {
    return reason;
  }

  /** Pause that the target asks for. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Advice on the entry; empty if the problem implies it. */
  public Optional<String> advice() {
    return Optional.ofNullable(advice);
  }
}
