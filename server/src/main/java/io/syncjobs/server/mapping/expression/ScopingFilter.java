package io.syncjobs.server.mapping.expression;

import io.syncjobs.server.mapping.expression.value.DotNetRegex;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import io.syncjobs.server.mapping.expression.value.ExpressionException.Problem;
import io.syncjobs.server.mapping.expression.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * A filter of the entries that a mapping is for. An entry passes if it satisfies all clauses of at least one group; a filter without groups lets every
 * entry pass. Immutable and safe for use by many threads.
 */
public final class ScopingFilter {

  private record Clause(
      FilterOperator operator, String attribute, String type, List<String> operands) {}

  private final List<List<Clause>> groups;
  private final List<List<Clause>> inputGroups;
  private final List<List<Clause>> categoryGroups;

  private ScopingFilter(JsonNode filter, UnaryOperator<String> types) {
    groups = groups(filter, "groups", types);
    inputGroups = groups(filter, "inputFilterGroups", types);
    categoryGroups = groups(filter, "categoryFilterGroups", types);
  }

  /**
   * Reads a filter.
   *
   * @param filter the contract's filter; null lets everything pass
   * @param types Graph's attributeType of an attribute of the source
   * @throws ExpressionException if it uses an unknown operator or a wrong operand; its place is a path within the filter
   */
  public static ScopingFilter of(@Nullable JsonNode filter, UnaryOperator<String> types) {
    return new ScopingFilter(filter == null ? NullNode.getInstance() : filter, types);
  }

  /**
   * True if an entry is in scope by {@code groups}. An entry that leaves the scope is deprovisioned.
   *
   * @throws ExpressionException if a regular expression takes too long on a value
   */
  public boolean matches(Function<String, JsonNode> attributes) {
    return holds(groups, attributes);
  }

  /**
   * True if an entry is read at all, by {@code inputFilterGroups}.
   *
   * @throws ExpressionException if a regular expression takes too long on a value
   */
  public boolean admits(Function<String, JsonNode> attributes) {
    return holds(inputGroups, attributes);
  }

  /**
   * True if the mapping applies to an entry, by {@code categoryFilterGroups}.
   *
   * @throws ExpressionException if a regular expression takes too long on a value
   */
  public boolean applies(Function<String, JsonNode> attributes) {
    return holds(categoryGroups, attributes);
  }

  private static boolean holds(List<List<Clause>> groups, Function<String, JsonNode> attributes) {
    return groups.isEmpty()
        || groups.stream()
            .anyMatch(group -> group.stream()
                .allMatch(clause -> clause
                    .operator()
                    .holds(
                        Values.normal(attributes.apply(clause.attribute())),
                        clause.type(),
                        clause.operands())));
  }

  private static List<List<Clause>> groups(
      JsonNode filter, String member, UnaryOperator<String> types) {
    List<List<Clause>> groups = new ArrayList<>();
    for (JsonNode group : filter.path(member)) {
      List<Clause> clauses = new ArrayList<>();
      for (JsonNode clause : group.path("clauses")) {
        clauses.add(
            clause(clause, member + "/" + groups.size() + "/clauses/" + clauses.size(), types));
      }
      groups.add(List.copyOf(clauses));
    }
    return List.copyOf(groups);
  }

  private static Clause clause(JsonNode clause, String place, UnaryOperator<String> types) {
    FilterOperator operator = FilterOperator.find(clause.path("operatorName").asString(""))
        .orElseThrow(
            () -> invalid(
                place + "/operatorName",
                "isn't one of the filter operators. Use one from the schema's list; case is significant."));
    String attribute = clause.path("sourceOperandName").asString("");
    if (attribute.isEmpty()) {
      throw invalid(place + "/sourceOperandName", "names no attribute. Name the one to compare.");
    }
    List<String> operands = clause
        .path("targetOperand")
        .path("values")
        .valueStream()
        .map(value -> value.asString(""))
        .toList();
    if (!operator.isUnary() && operands.isEmpty()) {
      throw invalid(
          place + "/targetOperand",
          "has no values, but " + operator.wireName() + " needs one. Add it.");
    }
    if (operator.takesPatterns()) {
      try {
        operands.forEach(DotNetRegex::of);
      } catch (ExpressionException e) {
        throw e.in(place + "/targetOperand/values");
      }
    }
    String type = types.apply(attribute);
    if (!operator.compares(type)) {
      throw invalid(
          place + "/operatorName",
          "is %s, but the attribute '%s' has the type %s. Use one for this type."
              .formatted(operator.wireName(), attribute, type));
    }
    for (String operand : operands) {
      String needed = operator.needed(type, operand);
      if (!needed.isEmpty()) {
        throw invalid(
            place + "/targetOperand/values",
            "has the value '%s', which %s can't compare with the attribute '%s' of the type %s. Write %s."
                .formatted(operand, operator.wireName(), attribute, type, needed));
      }
    }
    return new Clause(operator, attribute, type, operands);
  }

  private static ExpressionException invalid(String place, String what) {
    return new ExpressionException(
        Problem.INVALID_CLAUSE, place, "The member '" + place + "' " + what);
  }
}
