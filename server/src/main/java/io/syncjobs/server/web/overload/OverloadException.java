package io.syncjobs.server.web.overload;

/** A request isn't carried out, to protect others. Nothing was done of it. */
public final class OverloadException extends RuntimeException {

  /** Whose fault it is. */
  public enum Reason {
    /** The server has as much to do as it can. */
    CAPACITY,
    /** The caller's tenant makes more requests than it may. */
    RATE,
    /** The caller sends or takes too slowly. */
    PACE
  }

  private final Reason reason;
  private final long retryAfterSeconds;

  /**
   * Refuses a request.
   *
   * @param reason whose fault it is
   * @param retryAfterSeconds after how many seconds it can be tried again; 0 if at once
   */
  public OverloadException(Reason reason, long retryAfterSeconds) {
    super(reason.name(), null, false, false); // Many are thrown when time is short.
    this.reason = reason;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** Whose fault it is. */
  public Reason reason() {
    return reason;
  }

  /** After how many seconds it can be tried again. */
  public long retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
