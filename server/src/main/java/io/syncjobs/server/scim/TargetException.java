package io.syncjobs.server.scim;

/** A target can't be used with the credentials that were given. The message is for the caller and holds no secret. */
public final class TargetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Problem {
    CREDENTIALS_MISSING,
    ADDRESS_INVALID,
    NOT_ALLOWED,
    NOT_FOUND,
    CONNECTION_REFUSED,
    TLS_FAILED,
    TIMEOUT,
    REJECTED_CREDENTIALS,
    NOT_SCIM
  }

  private final Problem problem;
  private final String key;

  TargetException(Problem problem, String key, String message) {
    super(message);
    this.problem = problem;
    this.key = key;
  }

  /** What is wrong. */
  public Problem problem() {
    return problem;
  }

  /** The key of the secret that it is about. */
  public String key() {
    return key;
  }
}
