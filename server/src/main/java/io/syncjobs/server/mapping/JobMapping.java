package io.syncjobs.server.mapping;

import io.syncjobs.server.connector.Entry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The mappings of a schema, ready for use. Immutable and safe for use by many threads.
 *
 * @param objects enabled mappings, in ascending order of their rules' priority
 * @param sourceName name of the source's directory
 * @param targetName name of the target's directory
 */
public record JobMapping(List<ObjectMapping> objects, String sourceName, String targetName) {

  /**
   * Reads a schema that the contract allows.
   *
   * @throws io.syncjobs.server.mapping.expression.value.ExpressionException if an expression or a filter in it can't be parsed
   */
  public static JobMapping of(JsonNode schema) {
    List<JsonNode> rules = schema
        .path("synchronizationRules")
        .valueStream()
        .sorted(Comparator.comparingInt(rule -> rule.path("priority").asInt(0)))
        .toList();
    return new JobMapping(
        rules.stream().flatMap(rule -> mappings(rule, schema)).toList(),
        name(rules, "sourceDirectoryName"),
        name(rules, "targetDirectoryName"));
  }

  private static Stream<ObjectMapping> mappings(JsonNode rule, JsonNode schema) {
    return rule.path("objectMappings")
        .valueStream()
        .filter(mapping -> mapping.path("enabled").asBoolean(true))
        .map(mapping -> mapping(schema, rule, mapping));
  }

  /** Reads one object mapping of a rule. */
  static ObjectMapping mapping(JsonNode schema, JsonNode rule, JsonNode mapping) {
    JsonNode target = named(schema.path("directories"), rule.path("targetDirectoryName"));
    return ObjectMapping.of(
        rule,
        mapping,
        sourceObject(schema, rule, mapping),
        named(target.path("objects"), mapping.path("targetObjectName")));
  }

  /** The definition of the objects that a mapping reads; a missing node if there is none. */
  static JsonNode sourceObject(JsonNode schema, JsonNode rule, JsonNode mapping) {
    JsonNode source = named(schema.path("directories"), rule.path("sourceDirectoryName"));
    return named(source.path("objects"), mapping.path("sourceObjectName"));
  }

  private static JsonNode named(JsonNode candidates, JsonNode name) {
    return candidates
        .valueStream()
        .filter(candidate -> candidate.path("name").equals(name))
        .findFirst()
        .orElseGet(() -> candidates.path(-1));
  }

  private static String name(List<JsonNode> rules, String member) {
    return rules.isEmpty() ? "" : rules.get(0).path(member).asString("");
  }

  /** Finds the mapping of an entry that no longer exists, by its type and the type of its counterpart; empty if there is none. */
  public Optional<ObjectMapping> ofGone(String type, @Nullable String targetType) {
    return objects.stream()
        .filter(mapping -> mapping.sourceType().equals(type))
        .filter(mapping -> targetType == null || mapping.targetType().equals(targetType))
        .findFirst();
  }

  /** Finds the mapping of an entry; empty if there is none. */
  public Optional<ObjectMapping> of(Entry entry) {
    return objects.stream()
        .filter(mapping -> mapping.sourceType().equals(entry.type()))
        .filter(mapping -> mapping.scope().applies(entry::value))
        .findFirst();
  }
}
