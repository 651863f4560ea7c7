package io.syncjobs.server.mapping.expression;

import io.syncjobs.server.mapping.expression.function.Comparisons;
import io.syncjobs.server.mapping.expression.function.Function;
import io.syncjobs.server.mapping.expression.function.Functions;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import io.syncjobs.server.mapping.expression.value.ExpressionException.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/** Reads one expression from its text, by recursive descent. */
final class ExpressionParser {

  /** Texts that need no quotes. */
  private static final Set<String> WORDS = Set.of("vbTextCompare", "vbBinaryCompare");

  private final String text;
  private int at;

  ExpressionParser(String text) {
    this.text = text;
  }

  Node parse() {
    if (text.length() > Expression.LONGEST) {
      throw new ExpressionException(
          Problem.LIMIT_EXCEEDED,
          "The expression has more than " + Expression.LONGEST
              + " characters. Shorten it, or spread it over several attributes.");
    }
    Node root = comparison(0);
    if (skipSpace() < text.length()) {
      throw error(
          "There is more after the end of the expression. Remove it, or put a comma and a function around both");
    }
    return root;
  }

  private Node comparison(int depth) {
    Node left = operand(depth);
    String operator = operator();
    if (operator.isEmpty()) {
      return left;
    }
    Function comparison = Comparisons.find(operator).orElseThrow();
    Node right = operand(depth);
    if (!operator().isEmpty()) {
      throw error("A comparison has two operands. Nest further ones, for example in IIF");
    }
    return new Node.Call(comparison, List.of(left, right));
  }

  private String operator() {
    skipSpace();
    for (String operator : Comparisons.OPERATORS) {
      if (text.startsWith(operator, at)) {
        at += operator.length();
        return operator;
      }
    }
    return "";
  }

  private Node operand(int depth) {
    char first = skipSpace() < text.length() ? text.charAt(at) : ' ';
    if (first == '[') {
      return attribute();
    }
    if (first == '"') {
      return string();
    }
    if (isDigit(first) || first == '-' || first == '&') {
      return number();
    }
    if (Character.isLetter(first)) {
      return word(depth);
    }
    throw error(
        at == text.length()
            ? "The expression ends too early. Complete it with an attribute in [], a text in \"\" or a function"
            : "An attribute in [], a text in \"\" or a function is expected. Correct what stands there");
  }

  /** Reads an attribute, whose name may contain brackets, as in {@code [emails[type eq "work"].value]}. */
  private Node attribute() {
    int start = at;
    int open = 0;
    boolean quoted = false;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == '[') {
        open++;
      } else if (!quoted && c == ']' && --open == 0) {
        at++;
        String name = text.substring(start + 1, at - 1).strip();
        if (name.isEmpty()) {
          at = start;
          throw error("The brackets are empty. Put the name of an attribute in them");
        }
        return new Node.Attribute(name);
      }
    }
    at = start;
    throw error("The bracket isn't closed. Add ] after the attribute's name");
  }

  private Node string() {
    int start = at;
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return Node.Constant.of(value.toString());
      }
      // A backslash before another character is kept, since patterns are often written so.
      if (c == '\\' && at + 1 < text.length() && "\\\"".indexOf(text.charAt(at + 1)) >= 0) {
        c = text.charAt(++at);
      }
      value.append(c);
    }
    at = start;
    throw error(
        "The text isn't closed. Add \" at its end, and write \\\" for a quotation mark in it");
  }

  private Node number() {
    int start = at++;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    String number = text.substring(start, at);
    if (number.matches("-?\\d{1,18}")) {
      return new Node.Constant(LongNode.valueOf(Long.parseLong(number)), number);
    }
    if (number.matches("&[Hh][0-9A-Fa-f]{1,15}")) {
      return new Node.Constant(LongNode.valueOf(Long.parseLong(number.substring(2), 16)), number);
    }
    if (number.matches("-?\\d{1,18}\\.\\d{1,18}")) {
      return new Node.Constant(DecimalNode.valueOf(new java.math.BigDecimal(number)), number);
    }
    at = start;
    throw error(
        "That isn't a number. Write one such as 1, -1.5 or &HF, or put it in quotation marks");
  }

  private Node word(int depth) {
    int start = at;
    while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    if (skipSpace() < text.length() && text.charAt(at) == '(') {
      int open = at;
      if (depth >= Expression.DEEPEST) {
        throw new ExpressionException(
            Problem.LIMIT_EXCEEDED,
            "Functions are nested deeper than " + Expression.DEEPEST
                + " levels. Use Switch instead of IIF in IIF, for example.");
      }
      at = start;
      Function function =
          Functions.find(word).orElseThrow(() -> Functions.unknown(word, position()));
      at = open + 1;
      List<Node> arguments = arguments(depth + 1, open);
      return new Node.Call(function.taking(arguments), arguments);
    }
    if (word.equals(Node.Ignored.WORD)) {
      return new Node.Ignored();
    }
    if (WORDS.contains(word)) {
      return new Node.Constant(StringNode.valueOf(word), word);
    }
    if (word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")) {
      return new Node.Constant(BooleanNode.valueOf(word.equalsIgnoreCase("true")), word);
    }
    at = start;
    throw error(
        "A word stands alone. Put [] around an attribute, \"\" around a text, or () after a function");
  }

  /** Reads arguments up to the closing parenthesis. */
  private List<Node> arguments(int depth, int open) {
    List<Node> arguments = new ArrayList<>();
    while (true) {
      char next = skipSpace() < text.length() ? text.charAt(at) : ' ';
      boolean absent = next == ',' || next == ')';
      if (next == ')' && arguments.isEmpty()) {
        at++;
        return arguments;
      }
      if (at == text.length()) {
        at = open;
        throw error("The parenthesis isn't closed. Add ) after the last argument");
      }
      arguments.add(absent ? new Node.Absent() : comparison(depth));
      char after = skipSpace() < text.length() ? text.charAt(at) : ' ';
      if (after != ',' && after != ')') {
        if (at == text.length()) {
          at = open;
          throw error("The parenthesis isn't closed. Add ) after the last argument");
        }
        throw error(
            "A comma or a closing parenthesis is expected. Put one between or after the arguments");
      }
      at++;
      if (after == ')') {
        return arguments;
      }
    }
  }

  private int skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private String position() {
    return "at position " + (at + 1);
  }

  private ExpressionException error(String what) {
    return new ExpressionException(Problem.SYNTAX_ERROR, what + ": " + position() + ".");
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
