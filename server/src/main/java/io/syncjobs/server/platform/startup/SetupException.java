package io.syncjobs.server.platform.startup;

import org.jspecify.annotations.Nullable;

/**
 * The server can't start with what it was given: a file or a setting that somebody has to put
 * right. It is reported without a stack trace, see {@link SetupFailureAnalyzer}.
 */
public final class SetupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  /**
   * @param problem what is wrong, a sentence
   * @param remedy what to do about it, a sentence
   */
  public SetupException(String problem, String remedy, @Nullable Throwable cause) {
    super(problem, cause);
    this.remedy = remedy;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}
