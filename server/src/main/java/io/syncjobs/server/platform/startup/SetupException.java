package io.syncjobs.server.platform.startup;

import org.jspecify.annotations.Nullable;

/**
 * The server can't start because of a file or a setting that an operator has to correct. {@link SetupFailureAnalyzer} reports it without a stack
 * trace.
 */
public final class SetupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  /**
   * @param problem the fault, a sentence
   * @param remedy the correction, a sentence
   */
  public SetupException(String problem, String remedy, @Nullable Throwable cause) {
    super(problem, cause);
    this.remedy = remedy;
  }

  /** The correction, a sentence. */
  public String remedy() {
    return remedy;
  }
}
