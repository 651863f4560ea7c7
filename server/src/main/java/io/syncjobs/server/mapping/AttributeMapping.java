package io.syncjobs.server.mapping;

import io.syncjobs.server.mapping.expression.function.Evaluation;
import io.syncjobs.server.mapping.expression.Expression;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/**
 * How an attribute of the target gets its value; Graph's attributeMapping.
 *
 * @param target the attribute
 * @param source what its value is
 * @param defaultValue what it is where that is nothing; null for nothing
 * @param flowType when it is written
 * @param always whether it is compared with the target each time, and not only when the source's value changed
 * @param matchingPriority above 0 if entries are matched by it, in this order
 */
public record AttributeMapping(
    TargetAttribute target,
    Expression source,
    @Nullable String defaultValue,
    FlowType flowType,
    boolean always,
    int matchingPriority) {

  /** Graph's attributeFlowType. */
  public enum FlowType {
    /** Always. */
    ALWAYS,
    /** Only where an entry is made. */
    OBJECT_ADD_ONLY,
    /** Values are added, and none taken away. */
    VALUE_ADD_ONLY,
    /** Only where the target has no value. */
    ATTRIBUTE_ADD_ONLY;

    static FlowType of(String name) {
      return switch (name) {
        case "ObjectAddOnly" -> OBJECT_ADD_ONLY;
        case "MultiValueAddOnly", "ValueAddOnly" -> VALUE_ADD_ONLY;
        case "AttributeAddOnly" -> ATTRIBUTE_ADD_ONLY;
        default -> ALWAYS;
      };
    }
  }

  static AttributeMapping of(JsonNode mapping, TargetAttribute target) {
    return new AttributeMapping(
        target,
        Expression.of(mapping.path("source")),
        mapping.path("defaultValue").asString(null),
        FlowType.of(mapping.path("flowType").asString("")),
        mapping.path("flowBehavior").asString("").equals("FlowAlways"),
        mapping.path("matchingPriority").asInt(0));
  }

  /**
   * The value that the attribute is to have; a null node if it is to have none; null if it is to be left as it is.
   *
   * @throws io.syncjobs.server.mapping.expression.value.ExpressionException if there is no telling
   */
  public @Nullable JsonNode value(Evaluation entry) {
    JsonNode value = source.evaluate(entry);
    if (value == null) {
      return null;
    }
    if (TargetAttribute.isNone(value) && defaultValue != null) {
      value = StringNode.valueOf(defaultValue);
    }
    if (TargetAttribute.isNone(value)) {
      return target.flowsNull() ? NullNode.getInstance() : null;
    }
    return target.convert(value);
  }

  /** What is to be written where the target has a value already; null if nothing is. */
  public @Nullable JsonNode update(JsonNode wanted, JsonNode current) {
    return switch (flowType) {
      case OBJECT_ADD_ONLY -> null;
      case ATTRIBUTE_ADD_ONLY ->
        TargetAttribute.isNone(current) && !wanted.isNull() ? wanted : null;
      case VALUE_ADD_ONLY ->
        target.has(current, wanted)
            ? null
            : target.multivalued() ? target.both(current, wanted) : wanted;
      case ALWAYS -> target.same(current, wanted) ? null : wanted;
    };
  }
}
