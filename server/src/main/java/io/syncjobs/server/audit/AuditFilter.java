package io.syncjobs.server.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Selects events of a tenant. A field without a value matches only {@link Operator#NE} and the test for absence. */
public sealed interface AuditFilter {

  /** Selects all events. */
  AuditFilter ALL = new And(List.of());

  /** Comparisons of a field's value with a given one. */
  enum Operator {
    EQ,
    NE,
    GT,
    GE,
    LT,
    LE,
    CONTAINS,
    STARTS_WITH
  }

  /**
   * Compares a field with a value.
   *
   * @param folded whether the lower case of the field is compared
   * @param value in the form of the field; null, with {@link Operator#EQ} and {@link Operator#NE} only, means absent
   */
  record Test(
      AuditField field,
      boolean folded,
      Operator operator,
      @Nullable String value) implements AuditFilter {
    public Test {
      if (value == null && operator != Operator.EQ && operator != Operator.NE) {
        throw new IllegalArgumentException(operator + " needs a value");
      }
    }
  }

  /** True if all operands are true, or if there are none. */
  record And(List<AuditFilter> operands) implements AuditFilter {
    public And {
      operands = List.copyOf(operands);
    }
  }

  /** True if any operand is true; false if there are none. */
  record Or(List<AuditFilter> operands) implements AuditFilter {
    public Or {
      operands = List.copyOf(operands);
    }
  }

  /** True if the operand is false. */
  record Not(AuditFilter operand) implements AuditFilter {}
}
