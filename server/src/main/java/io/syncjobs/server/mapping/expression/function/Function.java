package io.syncjobs.server.mapping.expression.function;

import io.syncjobs.server.mapping.expression.ExpressionException;
import io.syncjobs.server.mapping.expression.ExpressionException.Problem;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A function of expressions. Immutable and safe for use by many threads.
 *
 * @param parameters in order; those that repeat stand together, and what follows them takes no arguments of its own
 */
public record Function(
    String name, List<Parameter> parameters, String signature, Body body, Check check) {

  /** What a function does. */
  @FunctionalInterface
  interface Body {
    /** The value; a missing node if there is none. */
    JsonNode apply(Arguments arguments);
  }

  /** What else a function asks of its arguments before any is evaluated. */
  @FunctionalInterface
  interface Check {
    /** What is wrong with the arguments; empty if nothing is. */
    String problem(List<? extends Operand> arguments);
  }

  /** A function with a signature such as {@code Mid(source, start, length)}, in which {@code ?} marks what is optional and {@code ...} what repeats. */
  static Function of(String signature, Body body) {
    return of(signature, arguments -> "", body);
  }

  /** A function that asks more of its arguments. */
  static Function of(String signature, Check check, Body body) {
    int open = signature.indexOf('(');
    String inside = signature.substring(open + 1, signature.length() - 1);
    List<Parameter> parameters = inside.isEmpty()
        ? List.of()
        : Stream.of(inside.split(", ", -1)).map(Parameter::of).toList();
    return new Function(
        signature.substring(0, open),
        parameters,
        signature.replaceAll(":[A-Za-z]+", ""),
        body,
        check);
  }

  /** Whether it stands between its two arguments. */
  public boolean isInfix() {
    return !Character.isLetter(name.charAt(0));
  }

  /** How many parameters stand before those that take any number of arguments. */
  public int fixed() {
    return repeated().orElse(parameters.size());
  }

  /** Whether some parameter takes any number of arguments. */
  public boolean repeats() {
    return parameters.stream().anyMatch(Parameter::repeats);
  }

  /** The parameter that an argument is for, counted from 0. There must be one. */
  public Parameter parameter(int index) {
    int first = fixed();
    return index < first
        ? parameters.get(index)
        : parameters.get(first + (index - first) % group());
  }

  /** Where the parameter of a key stands among those before the repeated ones; empty if it isn't one of them. */
  public OptionalInt position(String key) {
    return IntStream.range(0, fixed())
        .filter(i -> parameters.get(i).isCalled(key))
        .findFirst();
  }

  /**
   * Checks how many arguments there are and whether they go together.
   *
   * @throws ExpressionException if not
   */
  public void accept(List<? extends Operand> arguments) {
    int fixed = fixed();
    int further = arguments.size() - fixed;
    boolean fits = repeats() ? (further >= group() && further % group() == 0) : further <= 0;
    if (!fits) {
      throw wrong(
          further > 0 && !repeats()
              ? "has too many arguments"
              : "has the wrong number of arguments");
    }
    for (int i = 0; i < Math.max(fixed, arguments.size()); i++) {
      if (parameter(i).required() && (i >= arguments.size() || arguments.get(i).isAbsent())) {
        throw wrong("lacks the argument '" + parameter(i).name() + "'");
      }
    }
    String problem = check.problem(arguments);
    if (!problem.isEmpty()) {
      throw wrong(problem);
    }
  }

  /** Its value for arguments that were accepted. */
  public JsonNode apply(Arguments arguments) {
    return body.apply(arguments);
  }

  private ExpressionException wrong(String what) {
    return new ExpressionException(
        Problem.WRONG_ARGUMENTS,
        "The function '" + name + "' " + what + ". Write it as " + signature
            + ", where ? marks what may be left out and ... what may be repeated.");
  }

  private OptionalInt repeated() {
    return IntStream.range(0, parameters.size())
        .filter(i -> parameters.get(i).repeats())
        .findFirst();
  }

  private int group() {
    return (int) parameters.stream().filter(Parameter::repeats).count();
  }
}
