package io.syncjobs.server.mapping.expression.value;

/** Reports an expression or scoping filter that can't be read or evaluated. The message says what to do and quotes no attribute's value. */
public final class ExpressionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The kinds of problems. */
  public enum Problem {
    /** The text isn't an expression. */
    SYNTAX_ERROR("syntaxError"),
    /** The function doesn't exist. */
    UNKNOWN_FUNCTION("unknownFunction"),
    /** A function has too few or too many arguments, or arguments that exclude each other. */
    WRONG_ARGUMENTS("wrongArguments"),
    /** A filter uses an unknown operator, or one with a wrong operand. */
    INVALID_CLAUSE("invalidClause"),
    /** A function doesn't accept the value of an argument. */
    INVALID_VALUE("invalidValue"),
    /** The target has all values that {@code SelectUniqueValue} generates. */
    NO_UNIQUE_VALUE("noUniqueValue"),
    /** Evaluation would take too long, or its result would be too large. */
    LIMIT_EXCEEDED("limitExceeded");

    private final String code;

    Problem(String code) {
      this.code = code;
    }
  }

  private final Problem problem;
  private final String place;

  public ExpressionException(Problem problem, String message) {
    this(problem, "", message);
  }

  /** @param place path within the JSON that was read, such as {@code groups/0/clauses/1/operatorName} */
  public ExpressionException(Problem problem, String place, String message) {
    super(message);
    this.problem = problem;
    this.place = place;
  }

  public Problem problem() {
    return problem;
  }

  /** The problem as a stable text for programs, such as {@code unknownFunction}. */
  public String code() {
    return problem.code;
  }

  /** The path within the JSON that was read; empty for the whole. */
  public String place() {
    return place;
  }

  /** The same problem, with a sentence before its message that says where it arose. */
  public ExpressionException of(String where) {
    return new ExpressionException(problem, place, where + " " + getMessage());
  }

  /** The same problem, with a place in a larger document. */
  public ExpressionException in(String parent) {
    return new ExpressionException(
        problem, place.isEmpty() ? parent : parent + "/" + place, String.valueOf(getMessage()));
  }
}
