package io.syncjobs.server.engine;

/** The source of a job has no such entry. */
public final class UnknownSubjectException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;

  UnknownSubjectException(Subject subject) {
    super("The job's source has no %s with the id '%s'. Send the id that it has there."
        .formatted(subject.type(), subject.id()));
    path = subject.path();
  }

  /** Where in the request it is named. */
  public String path() {
    return path;
  }
}
