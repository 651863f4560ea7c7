package io.syncjobs.server.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which events of a tenant are meant. A field without a value passes no test but {@link Operator#NE}, and that of its absence. */
public sealed interface AuditFilter {

  /** All of them. */
  AuditFilter ALL = new And(List.of());

  /** How a field's value is to be to a given one. */
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
   * A test of a field.
   *
   * @param field which
   * @param folded whether its value is taken in lower case
   * @param operator how it is to be to the value
   * @param value as the field has it; null, for {@link Operator#EQ} and {@link Operator#NE}, stands for none
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

  /** All of these hold; none at all holds always. */
  record And(List<AuditFilter> operands) implements AuditFilter {
    public And {
      operands = List.copyOf(operands);
    }
  }

  /** At least one of these holds; none at all never holds. */
  record Or(List<AuditFilter> operands) implements AuditFilter {
    public Or {
      operands = List.copyOf(operands);
    }
  }

  /** This doesn't hold. */
  record Not(AuditFilter operand) implements AuditFilter {}
}
