package io.syncjobs.server.connector;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A target can't be used, or refuses an entry. The message is for the caller and holds no secret. */
public final class TargetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Problem {
    CREDENTIALS_MISSING(true),
    ADDRESS_INVALID(true),
    NOT_ALLOWED(true),
    NOT_FOUND(true),
    CONNECTION_REFUSED(true),
    TLS_FAILED(true),
    TIMEOUT(true),
    REJECTED_CREDENTIALS(true),
    NOT_SCIM(true),
    /** It is too busy, or away for a while. */
    UNAVAILABLE(true),
    /** It doesn't take what it was sent for an entry. */
    ENTRY_REFUSED(false),
    /** Something that has to be unique isn't. */
    ENTRY_NOT_UNIQUE(false),
    /** The entry isn't there, or not any more. */
    ENTRY_MISSING(false);

    private final boolean ofTarget;

    Problem(boolean ofTarget) {
      this.ofTarget = ofTarget;
    }

    /** Whether no other entry would fare better. */
    public boolean ofTarget() {
      return ofTarget;
    }
  }

  private final Problem problem;
  private final @Nullable String key;
  private final @Nullable Duration retryAfter;

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
    super(message);
    this.problem = problem;
    this.key = key;
    this.retryAfter = retryAfter;
  }

  /** What is wrong. */
  public Problem problem() {
    return problem;
  }

  /** The key of the secret that it is about. */
  public Optional<String> key() {
    return Optional.ofNullable(key);
  }

  /** How long the target asks to be left alone. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
