package io.syncjobs.server.mapping;

/** A schema that the contract allows doesn't hold together. */
public abstract sealed class RefusedSchemaException extends RuntimeException
    permits UnknownReferenceException, InvalidExpressionException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Kind {
    UNKNOWN_REFERENCE,
    INVALID_EXPRESSION
  }

  private final Kind kind;
  private final String path;

  RefusedSchemaException(Kind kind, String path, String message) {
    super(message);
    this.kind = kind;
    this.path = path;
  }

  /** What is wrong. */
  public Kind kind() {
    return kind;
  }

  /** Where in the schema. */
  public String path() {
    return path;
  }
}
