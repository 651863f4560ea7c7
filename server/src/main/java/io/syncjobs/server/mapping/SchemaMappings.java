package io.syncjobs.server.mapping;

import io.syncjobs.server.connector.scim.AttributeName;
import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.mapping.expression.Expression;
import io.syncjobs.server.mapping.expression.function.Functions;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Checks that the enabled mappings of a schema can match and write entries. It is for schemas whose names and expressions were checked; one without
 * directories isn't complete and isn't checked.
 */
final class SchemaMappings {

  private SchemaMappings() {}

  /**
   * Checks a schema.
   *
   * @throws Refusal at the first mapping that fails for every entry
   */
  static void check(JsonNode schema) {
    if (schema.path("directories").isEmpty()) {
      return;
    }
    JsonNode rules = schema.path("synchronizationRules");
    for (int i = 0; i < rules.size(); i++) {
      JsonNode mappings = rules.path(i).path("objectMappings");
      for (int j = 0; j < mappings.size(); j++) {
        if (mappings.path(j).path("enabled").asBoolean(true)) {
          String path = "synchronizationRules/" + i + "/objectMappings/" + j;
          check(
              path,
              mappings.path(j),
              JobMapping.mapping(schema, rules.path(i), mappings.path(j)),
              references(JobMapping.sourceObject(schema, rules.path(i), mappings.path(j))));
        }
      }
    }
  }

  /** Attributes of an object that refer to other entries. */
  private static Set<String> references(JsonNode object) {
    return object
        .path("attributes")
        .valueStream()
        .map(TargetAttribute::of)
        .filter(TargetAttribute::isReference)
        .map(TargetAttribute::name)
        .collect(Collectors.toSet());
  }

  /** @param references attributes of the source that refer to other entries */
  private static void check(
      String path, JsonNode mapping, ObjectMapping read, Set<String> references) {
    Map<String, AttributeMapping> byTarget = new HashMap<>();
    Stream.of(read.attributes(), read.references())
        .flatMap(List::stream)
        .forEach(attribute -> byTarget.put(attribute.target().name(), attribute));
    Set<String> targets = new HashSet<>();
    JsonNode attributes = mapping.path("attributeMappings");
    for (int i = 0; i < attributes.size(); i++) {
      String at = path + "/attributeMappings/" + i;
      JsonNode attribute = attributes.path(i);
      String target = attribute.path("targetAttributeName").asString("");
      if (target.isEmpty()) {
        throw invalid(at + "/targetAttributeName", "is missing. Name an attribute of the target.");
      }
      if (AttributeName.parse(target).isEmpty()) {
        throw invalid(
            at + "/targetAttributeName",
            "is '%s', which is no path of an attribute. Write it like emails[type eq \"work\"].value; a filter may have eq and and."
                .formatted(shown(target)));
      }
      if (!targets.add(target.toLowerCase(Locale.ROOT))) {
        throw new Refusal(
            ErrorCode.DUPLICATE_NAME,
            at + "/targetAttributeName",
            "The attribute '%s' has two mappings, which would overwrite each other. Combine them in one expression."
                .formatted(target));
      }
      AttributeMapping its = Objects.requireNonNull(byTarget.get(target));
      checkAttribute(at, attribute, its);
      if (!its.target().isReference() && !Collections.disjoint(its.source().passed(), references)) {
        throw invalid(
            at + "/source",
            "gives a reference to other entries, but the attribute '%s' holds none. Map another attribute of the source."
                .formatted(target));
      }
    }
    if (read.matching().isEmpty()) {
      throw invalid(
          path + "/attributeMappings",
          "has no attribute to match entries by. Give a mapping of a unique attribute a matchingPriority above 0.");
    }
  }

  private static void checkAttribute(String path, JsonNode json, AttributeMapping mapping) {
    Expression source = mapping.source();
    if (mapping.matchingPriority() > 0
        && (source.isNone()
            || Functions.CHANGING.stream().anyMatch(source::calls)
            || mapping.target().isReference())) {
      throw invalid(
          path + "/matchingPriority",
          "is above 0, but entries can't be matched by a reference, by %s or without a source. Set it to 0."
              .formatted(String.join(", ", Functions.CHANGING)));
    }
    requireType(path + "/defaultValue", json.path("defaultValue"), mapping.target());
    List<JsonNode> constants = source.constants();
    if (mapping.target().isReference()
        && constants.stream().anyMatch(constant -> !constant.asString().isEmpty())) {
      throw invalid(
          path + "/source",
          "gives a constant, but the attribute '%s' refers to other entries. Map an attribute of the source that does, such as manager or members."
              .formatted(mapping.target().name()));
    }
    constants.forEach(constant -> requireType(path + "/source", constant, mapping.target()));
  }

  private static void requireType(String path, JsonNode value, TargetAttribute target) {
    if (!target.accepts(value)) {
      throw invalid(
          path,
          "gives '%s', but the attribute '%s' has the type %s. Write %s."
              .formatted(
                  shown(value),
                  target.name(),
                  target.type(),
                  target.type().equals("Boolean") ? "True or False" : "a whole number"));
    }
  }

  private static String shown(JsonNode value) {
    return shown(value.asString(""));
  }

  private static String shown(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  private static Refusal invalid(String path, String problem) {
    return new Refusal(
        ErrorCode.INVALID_MEMBER, path, "The member '%s' %s".formatted(path, problem));
  }
}
