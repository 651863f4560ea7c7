package io.syncjobs.server.mapping.expression;

import io.syncjobs.server.mapping.expression.ExpressionException.Problem;
import io.syncjobs.server.mapping.expression.function.Functions;
import io.syncjobs.server.mapping.expression.function.IgnoredFlow;
import io.syncjobs.server.mapping.expression.value.Values;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an attribute gets its value from: an attribute, a constant, or functions of both. Immutable and safe for use by many threads.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity/app-provisioning/functions-for-customizing-application-data">Microsoft's
 *     reference of the language</a>
 */
public final class Expression {

  /** The longest text of an expression, in characters. */
  public static final int LONGEST = 10_000;

  /** How deep functions may be nested. */
  static final int DEEPEST = 100;

  private final Node root;
  private final Set<String> attributes;
  private final boolean redacted;

  private Expression(Node root) {
    this.root = root;
    Set<String> names = new LinkedHashSet<>();
    this.redacted = visit(root, 0, names);
    this.attributes = Set.copyOf(names);
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
   * Reads the source of an attribute mapping: its {@code expression} where it has one, else its type, name and parameters. One that names nothing
   * never has a value.
   *
   * @param attributeMappingSource as the contract says; null or missing is allowed
   * @throws ExpressionException if it isn't an expression; its place is where in the source
   */
  public static Expression of(JsonNode attributeMappingSource) {
    return new Expression(SourceTree.read(attributeMappingSource, 0));
  }

  /**
   * Its value.
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

  /** The names of all attributes that it reads. */
  public Set<String> attributes() {
    return attributes;
  }

  /** Whether its value is to be hidden in logs, because {@code Redact} stands in it. */
  public boolean isRedacted() {
    return redacted;
  }

  /** As the contract's attributeMappingSource, with the expression in one normal way of writing. */
  public ObjectNode toSource() {
    return root.source();
  }

  @Override
  public String toString() {
    return root.text();
  }

  /** Collects the attributes and says whether anything redacts. */
  private static boolean visit(Node node, int depth, Set<String> names) {
    if (node instanceof Node.Attribute attribute) {
      names.add(attribute.name());
    }
    if (!(node instanceof Node.Call call)) {
      return false;
    }
    if (depth > 0 && call.function().name().equals(Functions.ONLY_OUTERMOST)) {
      throw new ExpressionException(
          Problem.WRONG_ARGUMENTS,
          "The function '" + Functions.ONLY_OUTERMOST
              + "' stands inside another one. Make it the outermost, with the other functions inside.");
    }
    boolean redacted = call.function().name().equals(Functions.REDACT);
    for (Node argument : call.arguments()) {
      redacted |= visit(argument, depth + 1, names);
    }
    return redacted;
  }
}
