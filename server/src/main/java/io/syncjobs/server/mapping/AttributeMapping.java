package io.syncjobs.server.mapping;

import io.syncjobs.server.mapping.expression.Expression;
import io.syncjobs.server.mapping.expression.function.Evaluation;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/**
 * The mapping of one attribute of the target; Graph's attributeMapping. It decides what is written, by these rules. The test resource
 * {@code mapping/rules.yaml} has them as a table, with a source for each.
 *
 * <ul>
 *   <li>A new entry gets the source's value, or the default where the source has none.
 *   <li>An existing entry never gets the default, not even if its attribute is empty. Only a mapping without a source, Graph's type None, fills an
 *       empty attribute with it.
 *   <li>A source without a value leaves an existing entry as it is. It clears a single-valued attribute if both attributes, the source's and the
 *       target's, flow null values.
 *   <li>{@code ObjectAddOnly} writes to new entries alone, {@code AttributeAddOnly} to attributes that are empty as well. {@code ValueAddOnly} and
 *       {@code MultiValueAddOnly} add values and remove none, so that a single value isn't replaced.
 *   <li>This holds for the attribute that disables a counterpart, too: with another flow type than {@code Always}, the counterpart of who left stays
 *       enabled, and the provisioning log says so. A mapping that gives an entry no other value when it leaves disables nothing, as if there were none: the
 *       counterpart of a deleted entry is deleted, that of a disabled one stays.
 *   <li>{@code AppRoleAssignmentsComplex} adds roles and removes none; {@code AssertiveAppRoleAssignmentsComplex} replaces them.
 *   <li>{@code FlowWhenChanged} compares the target if the value changed, an entry was just matched, or a restart reads everything again.
 *       {@code FlowAlways} compares it whenever the entry is processed.
 * </ul>
 *
 * @param target the attribute
 * @param source the expression for its value
 * @param defaultValue the value of a new entry if the source has none; null for none
 * @param flowType the kind of changes that are written
 * @param always true for {@code FlowAlways}
 * @param clears true if a source without a value clears the attribute
 * @param matchingPriority above 0 if entries are matched by it, in this order
 * @see <a href="https://learn.microsoft.com/entra/identity/app-provisioning/customize-application-attributes">Microsoft on mappings</a>
 * @see <a href="https://learn.microsoft.com/entra/identity/app-provisioning/clear-attribute-values">Microsoft on clearing values</a>
 */
public record AttributeMapping(
    TargetAttribute target,
    Expression source,
    @Nullable String defaultValue,
    FlowType flowType,
    boolean always,
    boolean clears,
    int matchingPriority) {

  private static final String ADDS_ROLES = "AppRoleAssignmentsComplex";

  /** Graph's attributeFlowType. */
  public enum FlowType {
    /** All changes. */
    ALWAYS,
    /** Values of new entries. */
    OBJECT_ADD_ONLY,
    /** Additional values. */
    VALUE_ADD_ONLY,
    /** Values of attributes that are empty. */
    ATTRIBUTE_ADD_ONLY;

    private static FlowType of(String name, Expression source) {
      FlowType written = switch (name) {
        case "ObjectAddOnly" -> OBJECT_ADD_ONLY;
        case "MultiValueAddOnly", "ValueAddOnly" -> VALUE_ADD_ONLY;
        case "AttributeAddOnly" -> ATTRIBUTE_ADD_ONLY;
        default -> source.calls(ADDS_ROLES) ? VALUE_ADD_ONLY : ALWAYS;
      };
      return source.isNone() && written != OBJECT_ADD_ONLY ? ATTRIBUTE_ADD_ONLY : written;
    }
  }

  /**
   * Reads a mapping.
   *
   * @param sourceFlowsNull tells whether an attribute of the source flows null values
   */
  static AttributeMapping of(
      JsonNode mapping, TargetAttribute target, Predicate<String> sourceFlowsNull) {
    Expression source = Expression.of(mapping.path("source"));
    return new AttributeMapping(
        target,
        source,
        mapping.path("defaultValue").asString(null),
        FlowType.of(mapping.path("flowType").asString(""), source),
        mapping.path("flowBehavior").asString("").equals("FlowAlways"),
        target.flowsNull()
            && !target.multivalued()
            && !source.attributes().isEmpty()
            && source.attributes().stream().allMatch(sourceFlowsNull),
        mapping.path("matchingPriority").asInt(0));
  }

  /**
   * Evaluates the source.
   *
   * @return the value in the attribute's type; a missing node if the source has none; null if the expression drops the attribute from the flow
   * @throws ExpressionException if it can't be evaluated, or gives no value of the attribute's type
   */
  public @Nullable JsonNode evaluate(Evaluation entry) {
    JsonNode value;
    try {
      value = source.evaluate(entry);
    } catch (ExpressionException e) {
      throw e.of("The source of the attribute '%s' has no value.".formatted(target.name()));
    }
    if (value == null) {
      return null;
    }
    return TargetAttribute.isNone(value) ? MissingNode.getInstance() : target.convert(value);
  }

  /** Evaluates the source of a reference, or of an attribute to match by; null if it has no value. */
  public @Nullable JsonNode value(Evaluation entry) {
    JsonNode value = evaluate(entry);
    return value == null || value.isMissingNode() ? null : value;
  }

  /** The value for a new entry; null if it gets none. */
  public @Nullable JsonNode forNew(@Nullable JsonNode evaluated) {
    return evaluated != null && evaluated.isMissingNode() ? defaultNode() : evaluated;
  }

  /** The value for an existing entry; a null node to clear the attribute, null to leave it. */
  public @Nullable JsonNode forExisting(@Nullable JsonNode evaluated) {
    if (evaluated == null || !evaluated.isMissingNode()) {
      return evaluated;
    }
    return source.isNone() ? defaultNode() : clears ? NullNode.getInstance() : null;
  }

  private @Nullable JsonNode defaultNode() {
    return defaultValue == null || defaultValue.isEmpty()
        ? null
        : target.convert(StringNode.valueOf(defaultValue));
  }

  /** The value to write to an existing entry that has another one now; null to leave it. */
  public @Nullable JsonNode change(JsonNode wanted, JsonNode current) {
    boolean empty = TargetAttribute.isNone(current);
    return switch (flowType) {
      case OBJECT_ADD_ONLY -> null;
      case ATTRIBUTE_ADD_ONLY -> empty && !wanted.isNull() ? wanted : null;
      case VALUE_ADD_ONLY -> wanted.isNull() ? null : addition(wanted, current, empty);
      case ALWAYS -> target.same(current, wanted) ? null : wanted;
    };
  }

  /** True if two values of the attribute are equal. */
  public boolean isSame(JsonNode one, JsonNode other) {
    return target.same(one, other);
  }

  /** True if the source takes away a value that was written before, whether or not the target shows it. */
  public boolean removes(JsonNode wanted) {
    return wanted.isNull() && flowType == FlowType.ALWAYS;
  }

  private @Nullable JsonNode addition(JsonNode wanted, JsonNode current, boolean empty) {
    if (target.multivalued() || wanted.isArray()) {
      return target.has(current, wanted) ? null : target.both(current, wanted);
    }
    return empty ? wanted : null;
  }
}
