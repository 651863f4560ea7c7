package io.syncjobs.server.mapping;

/** An expression or a clause of a scoping filter in a schema can't be read. */
public final class InvalidExpressionException extends RefusedSchemaException {
  private static final long serialVersionUID = 1L;

  InvalidExpressionException(String path, String message) {
    super(Kind.INVALID_EXPRESSION, path, message);
  }
}
