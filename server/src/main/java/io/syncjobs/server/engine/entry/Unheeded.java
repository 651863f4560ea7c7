package io.syncjobs.server.engine.entry;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.TargetAttribute;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Changes that the target answered with success and whose old values it still shows: it shows changes late, or has not made them. Stateless.
 */
final class Unheeded {

  static final String ADVICE =
      "Nothing if the target only shows changes late. Otherwise look in the target for why it ignores the change, which is tried again.";

  /** Sentence about access that a target still shows after many attempts to end it. */
  static final String KEPT = " Access is kept after many attempts to end it.";

  private static final int LONGEST = 50;

  private Unheeded() {}

  static String saying(String what) {
    return "The target answered the change with success, but still shows " + what + ".";
  }

  /**
   * Changes of single values that an entry does not show, but the values before.
   *
   * @param before the entry before the changes
   * @param after the entry afterwards; null if it is not shown
   */
  static Map<AttributeMapping, JsonNode> of(
      Map<AttributeMapping, JsonNode> changes, Entry before, @Nullable Entry after) {
    return after == null
        ? Map.of()
        : changes.entrySet().stream()
            .filter(change -> isSingle(change.getKey(), change.getValue()))
            .filter(change -> {
              AttributeMapping attribute = change.getKey();
              String name = attribute.target().name();
              JsonNode now = after.value(name);
              return now.isValueNode()
                  && !TargetAttribute.isNone(now)
                  && attribute.isSame(now, before.value(name))
                  && !attribute.isSame(now, change.getValue());
            })
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static boolean isSingle(AttributeMapping attribute, JsonNode value) {
    return attribute.target().readable() && !attribute.target().multivalued() && !value.isArray();
  }

  /** Attributes with the values that an entry shows. */
  static String shown(List<AttributeMapping> attributes, Entry entry) {
    return attributes.stream()
        .map(attribute -> attribute.target().name())
        .sorted()
        .map(name -> name + " " + cut(entry.value(name).asString("")))
        .collect(Collectors.joining(", "));
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
