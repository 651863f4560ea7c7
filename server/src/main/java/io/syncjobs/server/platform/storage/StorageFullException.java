package io.syncjobs.server.platform.storage;

import org.springframework.dao.NonTransientDataAccessResourceException;

/** The database has no room left for what was to be written, and nothing of it was. */
public final class StorageFullException extends NonTransientDataAccessResourceException {
  private static final long serialVersionUID = 1L;

  StorageFullException(Throwable cause) {
    super("The database has no room left", cause);
  }
}
