package io.syncjobs.server.platform.startup;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
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

  /** Why a file can't be used, in words that follow a colon. */
  public static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "the server lacks the permission";
    }
    if (failure instanceof NoSuchFileException) {
      return "it doesn't exist";
    }
    if (failure instanceof NotDirectoryException) {
      return "it is no folder";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "there is a file of this name";
    }
    String reason = failure instanceof FileSystemException file ? file.getReason() : null;
    return reason == null ? String.valueOf(failure.getMessage()) : reason;
  }
}
