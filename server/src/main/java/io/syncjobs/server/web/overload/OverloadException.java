package io.syncjobs.server.web.overload;

/** Refuses a request to protect the server or other tenants. The request had no effect. */
public final class OverloadException extends RuntimeException {

  /** Cause of the overload. */
  public enum Reason {
    /** The server reached its capacity. */
    CAPACITY,
    /** The tenant or job gets too many requests. */
    RATE,
    /** The caller sends or reads too slowly. */
    PACE
  }

  private final Reason reason;
  private final long retryAfterSeconds;

  /**
   * Refuses a request.
   *
   * @param retryAfterSeconds seconds until the caller can try again; 0 for at once
   */
  public OverloadException(Reason reason, long retryAfterSeconds) {
    super(reason.name(), null, false, false); // No stack trace: an overloaded server throws many.
    this.reason = reason;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  public Reason reason() {
    return reason;
  }

  public long retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
