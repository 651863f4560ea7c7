package io.syncjobs.server.mapping.expression.function;

import io.syncjobs.server.mapping.expression.Evaluation;
import io.syncjobs.server.mapping.expression.ExpressionException;
import io.syncjobs.server.mapping.expression.ExpressionException.Problem;
import io.syncjobs.server.mapping.expression.value.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The arguments of one call. Each is evaluated when it is asked for, and again when it is asked for again. */
public final class Arguments {

  private final Function function;
  private final List<? extends Operand> operands;
  private final Evaluation on;

  public Arguments(Function function, List<? extends Operand> operands, Evaluation on) {
    this.function = function;
    this.operands = operands;
    this.on = on;
  }

  int size() {
    return operands.size();
  }

  Evaluation evaluation() {
    return on;
  }

  boolean isGiven(int index) {
    return index < operands.size() && !operands.get(index).isAbsent();
  }

  /** The value of an argument; a missing node if it has none or isn't given. */
  JsonNode value(int index) {
    return index < operands.size() ? Values.normal(operands.get(index).evaluate(on)) : Values.NONE;
  }

  /** The text of an argument; null if it has no value or isn't given. */
  @Nullable
  String text(int index) {
    JsonNode value = value(index);
    if (value.isMissingNode()) {
      return null;
    }
    String text = Values.text(value);
    if (text == null) {
      throw invalid(
          index,
          "has several values, or a complex one. Take one of them with Item, or put them together with Join");
    }
    return text;
  }

  /** The text of an argument; empty if it has none. */
  String textOrEmpty(int index) {
    String text = text(index);
    return text == null ? "" : text;
  }

  /** The whole number that an argument is. */
  int integer(int index) {
    String text = textOrEmpty(index);
    Long number = Values.integer(text);
    if (number == null || number < Integer.MIN_VALUE || number > Integer.MAX_VALUE) {
      throw invalid(index, "isn't a whole number of at most 32 bits. Give one such as 1");
    }
    return number.intValue();
  }

  /** The whole number of an argument, or another if it isn't given or has no value. */
  int integerOr(int index, int otherwise) {
    return value(index).isMissingNode() ? otherwise : integer(index);
  }

  /** What to throw about an argument. */
  ExpressionException invalid(int index, String what) {
    return new ExpressionException(
        Problem.INVALID_VALUE,
        "The argument '" + function.parameter(index).name() + "' of the function '"
            + function.name() + "' " + what + ".");
  }
}
