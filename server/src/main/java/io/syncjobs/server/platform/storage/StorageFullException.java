package io.syncjobs.server.platform.storage;

import org.springframework.dao.NonTransientDataAccessResourceException;

/** The disk of the database is full; nothing of the transaction was stored. */
public final class StorageFullException extends NonTransientDataAccessResourceException {
  private static final long serialVersionUID = 1L;

  StorageFullException(Throwable cause) {
    super("The disk of the database is full", cause);
  }
}
