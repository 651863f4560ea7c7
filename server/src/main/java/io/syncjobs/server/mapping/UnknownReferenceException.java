package io.syncjobs.server.mapping;

/** Something in a schema refers to what the schema doesn't have. */
public final class UnknownReferenceException extends RefusedSchemaException {
  private static final long serialVersionUID = 1L;

  UnknownReferenceException(String path, String kind, String name) {
    super(
        Kind.UNKNOWN_REFERENCE,
        path,
        "The member '"
            + path
            + "' names the "
            + kind
            + " '"
            + name
            + "', which the schema's directories don't have. Add it there, or correct the name.");
  }
}
