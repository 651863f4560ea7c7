package io.syncjobs.server.connector;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A target can't be used, or refuses an entry. The message is for the caller and holds no secret. */
public final class TargetException extends Refusal {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
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
    /** It is too busy, or away for a while. */
    UNAVAILABLE(ErrorCode.TARGET_UNAVAILABLE),
    /** It doesn't take what it was sent for an entry. */
    ENTRY_REFUSED(null),
    /** What it was sent conflicts with what it has; often, but not always, with another entry of the same name. */
    ENTRY_CONFLICT(null),
    /** The entry isn't there, or not any more. */
    ENTRY_MISSING(null);

    private final @Nullable ErrorCode code;

    /** A problem with a code of the contract, or without one if it is about an entry and no caller's answer. */
    Problem(@Nullable ErrorCode code) {
      this.code = code;
    }

    /** Whether no other entry would fare better. */
    public boolean ofTarget() {
      return code != null;
    }
  }

  /** Advice where another entry has a value that must be unique. */
  public static final String CHANGE_EQUAL_VALUE =
      "Change the entry, or the entry of the target that has the same value.";

  private final Problem problem;
  private final @Nullable Duration retryAfter;
  private final @Nullable String advice;

  /** A problem with the value of a secret, named by its key. */
  public TargetException(Problem problem, String key, String message) {
    this(problem, key, null, message);
  }

  /**
   * Any problem.
   *
   * @param key of the secret that it is about; null if it is about none
   * @param retryAfter how long the target asks to be left alone; null if it doesn't say
   */
  public TargetException(
      Problem problem, @Nullable String key, @Nullable Duration retryAfter, String message) {
    this(problem, key, retryAfter, message, null);
  }

  private TargetException(
      Problem problem,
      @Nullable String key,
      @Nullable Duration retryAfter,
      String message,
      @Nullable String advice) {
    super(Objects.requireNonNullElse(problem.code, ErrorCode.INTERNAL_ERROR), key, message);
    this.problem = problem;
    this.retryAfter = retryAfter;
    this.advice = advice;
  }

  /**
   * A problem with one entry.
   *
   * @param advice a sentence on what to do; null if it follows from the problem
   */
  public static TargetException ofEntry(Problem problem, String message, @Nullable String advice) {
    return new TargetException(problem, null, null, message, advice);
  }

  /** What is wrong. */
  public Problem problem() {
    return problem;
  }

  /** The key of the secret that it is about. */
  public Optional<String> key() {
    return Optional.ofNullable(target());
  }

  /** How long the target asks to be left alone. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** What to do about an entry; empty if it follows from the problem. */
  public Optional<String> advice() {
    return Optional.ofNullable(advice);
  }
}
