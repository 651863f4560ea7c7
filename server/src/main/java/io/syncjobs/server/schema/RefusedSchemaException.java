package io.syncjobs.server.schema;

/** A schema that the contract allows doesn't hold together. */
public abstract sealed class RefusedSchemaException extends RuntimeException
    permits UnknownReferenceException, InvalidExpressionException {
  private static final long serialVersionUID = 1L;

  private final String path;

  RefusedSchemaException(String path, String message) {
    super(message);
    this.path = path;
  }

  /** Where in the schema. */
  public String path() {
    return path;
  }
}
