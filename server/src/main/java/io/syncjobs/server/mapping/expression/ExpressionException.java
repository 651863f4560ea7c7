package io.syncjobs.server.mapping.expression;

/** An expression or a scoping filter that can't be read, or an expression that can't be evaluated. The message says what to do, and quotes no attribute's value. */
public final class ExpressionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Problem {
    /** The text isn't an expression. */
    SYNTAX_ERROR("syntaxError"),
    /** There is no such function. */
    UNKNOWN_FUNCTION("unknownFunction"),
    /** A function has too few or too many arguments, or such as don't go together. */
    WRONG_ARGUMENTS("wrongArguments"),
    /** A filter uses an operator that there isn't, or with a wrong operand. */
    INVALID_CLAUSE("invalidClause"),
    /** An argument has a value that the function can't take. */
    INVALID_VALUE("invalidValue"),
    /** Every value that {@code SelectUniqueValue} makes is taken. */
    NO_UNIQUE_VALUE("noUniqueValue"),
    /** It would take too long or get too large. */
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

  ExpressionException(Problem problem, String place, String message) {
    super(message);
    this.problem = problem;
    this.place = place;
  }

  /** What is wrong. */
  public Problem problem() {
    return problem;
  }

  /** The same as a stable text for programs, such as {@code unknownFunction}. */
  public String code() {
    return problem.code;
  }

  /** Where in the JSON that was read, such as {@code groups/0/clauses/1/operatorName}; empty if it is the whole. */
  public String place() {
    return place;
  }

  /** The same, in a larger document. */
  ExpressionException in(String parent) {
    return new ExpressionException(
        problem, place.isEmpty() ? parent : parent + "/" + place, String.valueOf(getMessage()));
  }
}
