package io.syncjobs.server.mapping.expression;

import io.syncjobs.server.mapping.expression.function.Evaluation;
import io.syncjobs.server.mapping.expression.function.Functions;
import io.syncjobs.server.mapping.expression.function.IgnoredFlow;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import io.syncjobs.server.mapping.expression.value.ExpressionException.Problem;
import io.syncjobs.server.mapping.expression.value.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The source of an attribute's value: an attribute, a constant, or functions of both. Immutable and safe for use by many threads.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity/app-provisioning/functions-for-customizing-application-data">Microsoft's
 *     reference of the language</a>
 */
public final class Expression {

  /** The longest text of an expression, in characters. */
  public static final int LONGEST = 10_000;

  /** The deepest nesting of functions. */
  static final int DEEPEST = 100;

  private final Node root;
  private final Set<String> attributes;
  private final Set<String> functions;

  private Expression(Node root) {
    this.root = root;
    Set<String> attributesRead = new HashSet<>();
    Set<String> functionsCalled = new HashSet<>();
    visit(root, 0, attributesRead, functionsCalled);
    this.attributes = Set.copyOf(attributesRead);
    this.functions = Set.copyOf(functionsCalled);
  }

  /**
   * Reads an expression such as {@code Join(" ", [givenName], [surname])}.
   *
   * @param text at most 10,000 characters
   * @throws ExpressionException if it isn't one, with the position and what to do
   */
  public static Expression parse(String text) {
    return new Expression(new ExpressionParser(text).parse());
  }

  /**
   * Reads the source of an attribute mapping: its {@code expression} where it has one, else its type, name and parameters. A source without any name
   * never has a value.
   *
   * @param attributeMappingSource the contract's type of that name; null or missing is allowed
   * @throws ExpressionException if it isn't an expression; its place is a path within the source
   */
  public static Expression of(JsonNode attributeMappingSource) {
    return new Expression(SourceTree.read(attributeMappingSource, 0));
  }

  /**
   * Evaluates it.
   *
   * @return a text, number or boolean, an array of those, or an object; a missing node if there is no value; null if the attribute isn't to be
   *     written at all
   * @throws ExpressionException if it can't be evaluated
   */
  public @Nullable JsonNode evaluate(Evaluation on) {
    try {
      return Values.normal(root.evaluate(on));
    } catch (IgnoredFlow e) {
      return null;
    }
  }

  /**
   * Checks that its constants can be evaluated, which doesn't depend on an entry.
   *
   * @param defaultDomain the tenant's domain; empty if none is set
   * @throws ExpressionException if one fails
   */
  public void checkConstants(String defaultDomain) {
    checkConstants(root, defaultDomain);
  }

  private static void checkConstants(Node node, String defaultDomain) {
    if (node instanceof Node.Call call) {
      call.arguments().forEach(argument -> checkConstants(argument, defaultDomain));
      call.function().checkConstants(call.arguments(), defaultDomain);
    }
  }

  /** Returns true if it names no attribute, constant or function, and so never has a value. */
  public boolean isNone() {
    return root.isAbsent();
  }

  /** The constants of which it yields one, if it yields a value at all; empty if it may yield another value. */
  public List<JsonNode> constants() {
    List<Node> results = results(root)
        .filter(result -> !(result instanceof Node.Ignored || result.isAbsent()))
        .toList();
    return results.stream().allMatch(Node.Constant.class::isInstance)
        ? results.stream()
            .map(Node.Constant.class::cast)
            .map(Node.Constant::value)
            .toList()
        : List.of();
  }

  /** The attributes of which it may yield the value as it is. */
  public Set<String> passed() {
    return results(root)
        .filter(Node.Attribute.class::isInstance)
        .map(result -> ((Node.Attribute) result).name())
        .collect(Collectors.toSet());
  }

  /** The nodes of which one has the value of a node. */
  private static Stream<Node> results(Node node) {
    List<Node> arguments = node instanceof Node.Call call ? call.arguments() : List.of();
    String function = node instanceof Node.Call call ? call.function().name() : "";
    return switch (function) {
      case "IIF" -> arguments.subList(1, 3).stream().flatMap(Expression::results);
      case "Switch" ->
        IntStream.range(0, arguments.size())
            .filter(i -> i % 2 == 1)
            .mapToObj(arguments::get)
            .flatMap(Expression::results);
      case "Coalesce", Functions.IGNORE_FLOW, Functions.REDACT ->
        arguments.stream().flatMap(Expression::results);
      default -> Stream.of(node);
    };
  }

  /** The names of all attributes that it reads. */
  public Set<String> attributes() {
    return attributes;
  }

  /** Returns true if it calls a function, at any depth. */
  public boolean calls(String function) {
    return functions.contains(function);
  }

  /** Returns true if logs must not show its value, because it calls {@code Redact}. */
  public boolean isRedacted() {
    return calls(Functions.REDACT);
  }

  /** Writes it as the contract's attributeMappingSource, with the expression in its normal form. */
  public ObjectNode toSource() {
    return root.source();
  }

  @Override
  public String toString() {
    return root.text();
  }

  private static void visit(Node node, int depth, Set<String> attributes, Set<String> functions) {
    if (node instanceof Node.Attribute attribute) {
      attributes.add(attribute.name());
    }
    if (node instanceof Node.Call call) {
      String name = call.function().name();
      if (depth > 0 && name.equals(Functions.SELECT_UNIQUE_VALUE)) {
        throw new ExpressionException(
            Problem.WRONG_ARGUMENTS,
            "The function '" + name
                + "' stands inside another one. Make it the outermost, with the other functions inside.");
      }
      functions.add(name);
      call.arguments().forEach(argument -> visit(argument, depth + 1, attributes, functions));
    }
  }
}
