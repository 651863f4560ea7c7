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
 * The mapping of one type of entries; Graph's objectMapping.
 *
 * @param ruleId id of the rule that it belongs to
 * @param sourceType type of the entries
 * @param targetType type of their counterparts
 * @param flows operations that the job performs in the target
 * @param scope filter of the entries that are in scope
 * @param groups groups of the rule; unless the job is for everybody, their members are in scope
 * @param attributes mappings of all attributes but references
 * @param references mappings of attributes that refer to other entries
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

  /** Graph's name of the attribute that is true for a deleted or disabled entry. */
  public static final String IS_SOFT_DELETED = "IsSoftDeleted";

  private static final String ACCOUNT_ENABLED = "accountEnabled";

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
        ScopingFilter.of(mapping.path("scope"), attribute -> type(sourceObject, attribute)),
        rule.at("/groupFilter/includedGroups")
            .valueStream()
            .map(group -> group.asString(""))
            .toList(),
        byReference.getOrDefault(false, List.of()),
        byReference.getOrDefault(true, List.of()));
  }

  /** Graph's attributeType of an attribute; String if it isn't defined. */
  static String type(JsonNode object, String attribute) {
    return object
        .path("attributes")
        .valueStream()
        .filter(each -> each.path("name").asString("").equals(attribute))
        .map(each -> each.path("type").asString("String"))
        .findFirst()
        .orElse("String");
  }

  private static Set<Flow> flows(String names) {
    return Stream.of(names.split(",", -1))
        .map(name -> name.strip().toUpperCase(Locale.ROOT))
        .filter(name -> Stream.of(Flow.values()).anyMatch(flow -> flow.name().equals(name)))
        .map(Flow::valueOf)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Mappings of the attributes to match entries by, in the order in which they are tried. */
  public List<AttributeMapping> matching() {
    return attributes.stream()
        .filter(attribute -> attribute.matchingPriority() > 0)
        .sorted(Comparator.comparingInt(AttributeMapping::matchingPriority))
        .toList();
  }

  /** Mappings that read whether an entry was deleted or disabled, which may disable its counterpart. */
  public List<AttributeMapping> readingWhetherOff() {
    return attributes.stream()
        .filter(attribute -> attribute.source().attributes().contains(IS_SOFT_DELETED))
        .toList();
  }

  /**
   * True if an entry was deleted or disabled. If no mapping disables its counterpart, one that is only disabled is synchronized like any other, since
   * another attribute may tell the target.
   *
   * @param disables whether a mapping disables the counterpart
   */
  public static boolean isOff(Entry entry, boolean disables) {
    boolean switchedOff = entry.value(ACCOUNT_ENABLED).asString("").equalsIgnoreCase("false");
    return mayBeOff(entry) && (disables || entry.isDeleted() || !switchedOff);
  }

  /** True if the source says that an entry was deleted or disabled. */
  public static boolean mayBeOff(Entry entry) {
    return isTrue(entry.value(IS_SOFT_DELETED));
  }

  /** True if a mapping reads whether an entry is enabled. */
  public boolean readsWhetherEnabled() {
    return attributes.stream()
        .anyMatch(attribute -> attribute.source().attributes().contains(ACCOUNT_ENABLED));
  }

  private static boolean isTrue(JsonNode value) {
    return value.isBoolean() ? value.booleanValue() : value.asString("").equalsIgnoreCase("true");
  }

  /** Name under which its synchronized entries are counted. */
  public String kind() {
    return sourceType + " to " + targetType;
  }
}
