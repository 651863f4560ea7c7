package io.syncjobs.server.mapping.expression.function;

import io.syncjobs.server.mapping.expression.value.ExpressionException;
import io.syncjobs.server.mapping.expression.value.ExpressionException.Problem;
import io.syncjobs.server.mapping.expression.value.Values;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A function of expressions. Immutable and safe for use by many threads.
 *
 * @param parameters in order; those that repeat stand together, and later ones take no arguments of their own
 * @param signature as messages show it
 * @param check requirements on arguments, checked whenever an expression is read
 * @param constants requirements on constants, checked when a schema is saved
 * @param shorter a form of the same name with fewer parameters; null for most functions
 */
public record Function(
    String name,
    List<Parameter> parameters,
    String signature,
    Body body,
    Check check,
    Check constants,
    @Nullable Function shorter) {

  private static final int SHOWN = 40;

  /** The work of a function. */
  @FunctionalInterface
  interface Body {
    /** Returns the value; a missing node if there is none. */
    JsonNode apply(Arguments arguments);
  }

  /** Further requirements on arguments, checked before any of them is evaluated. */
  @FunctionalInterface
  interface Check {
    /** Says why the arguments don't go together; empty if they do. */
    String problem(List<? extends Operand> arguments);
  }

  /**
   * Makes a function of a signature such as {@code Mid(source, POSITION start, LENGTH length)}, in which {@code ?} marks optional parameters and
   * {@code ...} repeated ones.
   */
  static Function of(String signature, Body body) {
    return of(signature, arguments -> "", body);
  }

  /** Makes a function with further requirements on its arguments. */
  static Function of(String signature, Check check, Body body) {
    int open = signature.indexOf('(');
    String inside = signature.substring(open + 1, signature.length() - 1);
    List<Parameter> parameters = inside.isEmpty()
        ? List.of()
        : Stream.of(inside.split(", ", -1)).map(Parameter::of).toList();
    return new Function(
        signature.substring(0, open),
        parameters,
        signature.replaceAll(":[A-Za-z]+|\\b[A-Z_]+ ", ""),
        body,
        check,
        arguments -> "",
        null);
  }

  /** The same function with a second, shorter form. */
  Function withShorterForm(Function shorter) {
    return new Function(name, parameters, signature, body, check, constants, shorter);
  }

  /** The same function with requirements on its constants, which are checked when a schema is saved. */
  Function requiring(Check constants) {
    return new Function(name, parameters, signature, body, check, constants, shorter);
  }

  /** Returns true if it is written between its two arguments. */
  public boolean isInfix() {
    return !Character.isLetter(name.charAt(0));
  }

  /** The number of parameters before the repeated ones. */
  public int fixed() {
    return IntStream.range(0, parameters.size())
        .filter(i -> parameters.get(i).repeats())
        .findFirst()
        .orElse(parameters.size());
  }

  /** Returns true if some parameter takes any number of arguments. */
  public boolean repeats() {
    return parameters.stream().anyMatch(Parameter::repeats);
  }

  /** The parameter of an argument, counted from 0. There must be one. */
  public Parameter parameter(int index) {
    int first = fixed();
    return index < first
        ? parameters.get(index)
        : parameters.get(first + (index - first) % group());
  }

  /** The position of the parameter with this key among those before the repeated ones; empty if it isn't one of them. */
  public OptionalInt position(String key) {
    return IntStream.range(0, fixed())
        .filter(i -> parameters.get(i).isCalled(key))
        .findFirst();
  }

  /**
   * Returns the form of the function that takes the arguments.
   *
   * @throws ExpressionException if they are too few, too many, or don't go together
   */
  public Function taking(List<? extends Operand> arguments) {
    if (shorter != null && arguments.size() == shorter.parameters.size()) {
      return shorter.taking(arguments);
    }
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
    return this;
  }

  /**
   * Checks the constants among arguments that it takes. A function of nothing but constants is evaluated, since it fails for all entries or for none.
   *
   * @param defaultDomain the tenant's domain; empty if none is set
   * @throws ExpressionException if it can't be evaluated for any entry
   */
  public void checkConstants(List<? extends Operand> arguments, String defaultDomain) {
    for (int i = 0; i < arguments.size(); i++) {
      String constant = arguments.get(i).constant();
      String problem = constant == null ? "" : parameter(i).type().problem(constant);
      if (!problem.isEmpty()) {
        throw invalid(i, "is \"" + shown(String.valueOf(constant)) + "\", which " + problem);
      }
    }
    String together = constants.problem(arguments);
    if (!together.isEmpty()) {
      throw wrong(together);
    }
    if (arguments.stream().allMatch(each -> each.isAbsent() || each.constant() != null)) {
      try {
        apply(new Arguments(this, arguments, new NoEntry(defaultDomain)));
      } catch (IgnoredFlow e) {
        return; // Not to be written ever, which does no harm.
      }
    }
  }

  /** Evaluates it for arguments that it takes. */
  public JsonNode apply(Arguments arguments) {
    return body.apply(arguments);
  }

  /** Describes an argument that can't be used. */
  ExpressionException invalid(int index, String problem) {
    return new ExpressionException(
        Problem.INVALID_VALUE,
        "The argument '" + parameter(index).name() + "' of the function '" + name + "' " + problem
            + ".");
  }

  private ExpressionException wrong(String problem) {
    return new ExpressionException(
        Problem.WRONG_ARGUMENTS,
        "The function '" + name + "' " + problem + ". Write it as " + signature
            + ", where ? marks what may be left out and ... what may be repeated.");
  }

  private int group() {
    return (int) parameters.stream().filter(Parameter::repeats).count();
  }

  private static String shown(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }

  /** The surroundings of constants. */
  private record NoEntry(String defaultDomain) implements Evaluation {
    @Override
    public JsonNode value(String attribute) {
      return Values.NONE;
    }

    @Override
    public boolean isTaken(String value) {
      return false;
    }
  }
}
