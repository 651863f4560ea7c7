package io.syncjobs.server.contract;

import java.util.List;

/** The server was about to answer against its contract. */
public final class BrokenContractException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Reports an answer.
   *
   * @param violations each with its place and rule
   */
  public BrokenContractException(Operation operation, int status, List<String> violations) {
    super("The answer %d of %s violates the contract: %s"
        .formatted(status, operation.id(), String.join(" ", violations)));
  }
}
