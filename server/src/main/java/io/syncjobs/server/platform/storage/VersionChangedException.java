package io.syncjobs.server.platform.storage;

/** What is stored doesn't have the version that the caller agreed to. */
public final class VersionChangedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public VersionChangedException() {
    super("It has changed since that ETag was handed out. Read it again and decide anew.");
  }
}
