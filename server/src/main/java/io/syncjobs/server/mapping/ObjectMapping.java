package io.syncjobs.server.mapping;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.mapping.expression.ScopingFilter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What becomes of entries of one type; Graph's objectMapping.
 *
 * @param ruleId of the rule that it belongs to
 * @param sourceType the type of the entries
 * @param targetType the type of their counterparts
 * @param flows which of adding, updating and deleting are done
 * @param scope which entries are in scope
 * @param groups of the rule: whose members are in scope where not everybody is
 * @param attributes without those that refer to other entries
 * @param references those that do
 */
public record ObjectMapping(
    String ruleId,
    String sourceType,
    String targetType,
    Set<Flow> flows,
    ScopingFilter scope,
    List<String> groups,
    List<AttributeMapping> attributes,
    List<AttributeMapping> references) {

  /** What Graph calls the attribute that says whether an entry was deleted or switched off. */
  public static final String IS_SOFT_DELETED = "IsSoftDeleted";

  /** Graph's objectFlowTypes. */
  public enum Flow {
    ADD,
    UPDATE,
    DELETE
  }

  /**
   * Reads a mapping.
   *
   * @param sourceObject definition of the source's object; a missing node if there is none
   * @param targetObject definition of the target's object; a missing node if there is none
   */
  static ObjectMapping of(
      JsonNode rule, JsonNode mapping, JsonNode sourceObject, JsonNode targetObject) {
    Set<String> flowingNull = sourceObject
        .path("attributes")
        .valueStream()
        .filter(attribute -> attribute.path("flowNullValues").asBoolean(false))
        .map(attribute -> attribute.path("name").asString(""))
        .collect(Collectors.toSet());
    Map<String, TargetAttribute> definitions = new HashMap<>();
    for (JsonNode definition : targetObject.path("attributes")) {
      TargetAttribute attribute = TargetAttribute.of(definition);
      definitions.put(attribute.name(), attribute);
    }
    List<AttributeMapping> all = mapping
        .path("attributeMappings")
        .valueStream()
        .filter(each -> each.path("targetAttributeName").isString())
        .map(each -> AttributeMapping.of(
            each,
            definitions.computeIfAbsent(
                each.path("targetAttributeName").stringValue(), TargetAttribute::undefined),
            flowingNull::contains))
        .toList();
    Map<Boolean, List<AttributeMapping>> byReference =
        all.stream().collect(Collectors.partitioningBy(each -> each.target().isReference()));
    return new ObjectMapping(
        rule.path("id").asString(""),
        mapping.path("sourceObjectName").asString(""),
        mapping.path("targetObjectName").asString(""),
        flows(mapping.path("flowTypes").asString("Add,Update,Delete")),
        ScopingFilter.of(mapping.path("scope")),
        rule.at("/groupFilter/includedGroups")
            .valueStream()
            .map(group -> group.asString(""))
            .toList(),
        byReference.getOrDefault(false, List.of()),
        byReference.getOrDefault(true, List.of()));
  }

  private static Set<Flow> flows(String names) {
    return Stream.of(names.split(",", -1))
        .map(name -> name.strip().toUpperCase(Locale.ROOT))
        .filter(name -> Stream.of(Flow.values()).anyMatch(flow -> flow.name().equals(name)))
        .map(Flow::valueOf)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What entries are matched by, the first to be tried first. */
  public List<AttributeMapping> matching() {
    return attributes.stream()
        .filter(attribute -> attribute.matchingPriority() > 0)
        .sorted(Comparator.comparingInt(AttributeMapping::matchingPriority))
        .toList();
  }

  /** Whether a counterpart can be switched off, and needn't be deleted. */
  public boolean canDisable() {
    return attributes.stream().anyMatch(ObjectMapping::tellsWhetherOff);
  }

  /** Whether a counterpart is switched off by an attribute. */
  public static boolean tellsWhetherOff(AttributeMapping attribute) {
    return attribute.source().attributes().contains(IS_SOFT_DELETED);
  }

  /**
   * Whether an entry was deleted or switched off. Where the mapping doesn't ask for that, one that was switched off is kept in step like any other: then
   * another attribute tells the target.
   */
  public boolean isOff(Entry entry) {
    boolean switchedOff = entry.value("accountEnabled").asString("").equalsIgnoreCase("false");
    return isTrue(entry.value(IS_SOFT_DELETED)) && (canDisable() || !switchedOff);
  }

  private static boolean isTrue(JsonNode value) {
    return value.isBoolean() ? value.booleanValue() : value.asString("").equalsIgnoreCase("true");
  }

  /** What entries in step are counted by. */
  public String kind() {
    return sourceType + " to " + targetType;
  }
}
