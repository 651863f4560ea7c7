package io.syncjobs.server.contract;

/** A body isn't JSON, or not JSON as the contract wants it. The message is for the caller. */
public final class MalformedBodyException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedBodyException(String message) {
    super(message);
  }
}
