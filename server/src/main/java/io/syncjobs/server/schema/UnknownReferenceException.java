package io.syncjobs.server.schema;

/** Something in a schema refers to what the schema doesn't have. */
public final class UnknownReferenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;

  UnknownReferenceException(String path, String kind, String name) {
    super("The member '"
        + path
        + "' names the "
        + kind
        + " '"
        + name
        + "', which the schema's directories don't have. Add it there, or correct the name.");
    this.path = path;
  }

  /** Where in the schema. */
  public String path() {
    return path;
  }
}
