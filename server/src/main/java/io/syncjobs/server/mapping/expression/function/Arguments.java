package io.syncjobs.server.mapping.expression.function;

import io.syncjobs.server.mapping.expression.value.ExpressionException;
import io.syncjobs.server.mapping.expression.value.Values;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The arguments of one call. Each access evaluates an argument anew. */
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

  /** True if the value of an argument depends on an attribute of the entry. */
  boolean readsAttribute(int index) {
    return operands.get(index).readsAttribute();
  }

  /** The value of an argument; a missing node if it has none or isn't given. */
  JsonNode value(int index) {
    return index < operands.size() ? Values.normal(operands.get(index).evaluate(on)) : Values.NONE;
  }

  /**
   * The text of an argument; null if it has no value or isn't given.
   *
   * @throws ExpressionException if the parameter doesn't accept it
   */
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
    require(index, text);
    return text;
  }

  /** The text of an argument; empty if it has none. */
  String textOrEmpty(int index) {
    return Objects.requireNonNullElse(text(index), "");
  }

  /** The whole number of an argument, of 64 bits. */
  long bits(int index) {
    String text = textOrEmpty(index);
    require(index, text);
    return Objects.requireNonNull(Values.integer(text));
  }

  /** The whole number of an argument, of 32 bits. */
  int integer(int index) {
    return Math.toIntExact(bits(index));
  }

  /** The whole number of an argument; another one if it isn't given or has no value. */
  int integerOr(int index, int otherwise) {
    return value(index).isMissingNode() ? otherwise : integer(index);
  }

  /** The truth of an argument; false if it has no value, or several. */
  boolean truth(int index) {
    Boolean truth = Values.truth(value(index));
    if (truth == null) {
      throw invalid(index, ParameterType.CONDITION.problem());
    }
    return truth;
  }

  /** Describes an argument that can't be used. It doesn't quote the value, which may be a person's. */
  ExpressionException invalid(int index, String problem) {
    return function.invalid(index, problem);
  }

  private void require(int index, String text) {
    String problem = function.parameter(index).type().problem(text);
    if (!problem.isEmpty()) {
      throw invalid(index, problem);
    }
  }
}
