package io.syncjobs.server.engine.entry;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.AttributeMapping.FlowType;
import io.syncjobs.server.mapping.ObjectMapping;
import io.syncjobs.server.mapping.expression.function.Evaluation;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Wanted values of the counterpart of an entry. For one thread. */
final class TargetValues {

  private final Map<AttributeMapping, JsonNode> wanted = new LinkedHashMap<>();
  private final Map<AttributeMapping, String> prints = new HashMap<>();

  /**
   * Evaluates a mapping.
   *
   * @throws io.syncjobs.server.mapping.expression.value.ExpressionException if an expression can't be evaluated
   */
  static TargetValues of(
      ObjectMapping mapping,
      Function<AttributeMapping, Evaluation> entry,
      Fingerprints fingerprints) {
    TargetValues flow = new TargetValues();
    for (AttributeMapping attribute : mapping.attributes()) {
      JsonNode value = attribute.value(entry.apply(attribute));
      if (value != null) {
        flow.wanted.put(attribute, value);
        flow.prints.put(attribute, fingerprints.of(value));
      }
    }
    return flow;
  }

  /** All values, for an entry to create. */
  Map<AttributeMapping, JsonNode> all() {
    Map<AttributeMapping, JsonNode> values = new LinkedHashMap<>(wanted);
    values.values().removeIf(JsonNode::isNull);
    return values;
  }

  /** True if a value may have to be written to a counterpart with these last written values. */
  boolean concerns(KnownEntry known, boolean everything) {
    return wanted.keySet().stream().anyMatch(attribute -> isDue(attribute, known, everything));
  }

  /** Values to write to an existing counterpart. */
  Map<AttributeMapping, JsonNode> changes(Entry current, KnownEntry known, boolean everything) {
    Map<AttributeMapping, JsonNode> changes = new LinkedHashMap<>();
    wanted.forEach((attribute, value) -> {
      if (!isDue(attribute, known, everything)) {
        return;
      }
      if (!attribute.target().readable()) {
        changes.put(attribute, value);
        return;
      }
      JsonNode change = attribute.update(value, current.value(attribute.target().name()));
      if (change != null) {
        changes.put(attribute, change);
      }
    });
    return changes;
  }

  private boolean isDue(AttributeMapping attribute, KnownEntry known, boolean everything) {
    if (attribute.flowType() == FlowType.OBJECT_ADD_ONLY) {
      return false;
    }
    boolean same = String.valueOf(prints.get(attribute))
        .equals(known.flowed().get(attribute.target().name()));
    return attribute.target().readable() ? attribute.always() || everything || !same : !same;
  }

  /** Fingerprints of the written values, added to those of before. */
  Map<String, String> flowed(KnownEntry known) {
    Map<String, String> flowed = new HashMap<>(known.flowed());
    prints.forEach((attribute, print) -> flowed.put(attribute.target().name(), print));
    return flowed;
  }
}
