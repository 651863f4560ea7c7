package io.syncjobs.server.mapping.expression.function;

/** Thrown through an expression by {@code IgnoreFlowIfNullOrEmpty}, wherever in it that stands: the attribute isn't to be written. */
public final class IgnoredFlow extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IgnoredFlow() {
    super("The attribute isn't to be written.", null, false, false);
  }
}
