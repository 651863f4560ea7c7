package io.syncjobs.server.mapping.expression.function;

/** Leaves the evaluation of a whole expression, from any depth, because the attribute isn't to be written. */
public final class IgnoredFlow extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IgnoredFlow() {
    super("The attribute isn't to be written.", null, false, false);
  }
}
