package io.syncjobs.server.mapping;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.mapping.expression.Expression;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Checks the names in a schema: directories, objects, attributes and rules have unique ones, and rules refer to names that exist. A schema without
 * directories has nothing to refer to and isn't checked.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/synchronization-synchronizationschema">Graph's page of schemas, which
 *     requires a definition of each object and attribute that a rule uses</a>
 */
final class SchemaReferences {

  private SchemaReferences() {}

  /**
   * Makes sure that a schema isn't empty.
   *
   * @throws Refusal if it is
   */
  static void requireContent(JsonNode schema) {
    if (!schema.hasNonNull("synchronizationRules") && !schema.hasNonNull("directories")) {
      throw new Refusal(
          ErrorCode.MISSING_MEMBER,
          "synchronizationRules",
          "The schema has neither synchronizationRules nor directories, so a job could do nothing. Send the whole schema, or delete it to restore the initial one.");
    }
  }

  /**
   * Checks a schema that the contract allows.
   *
   * @throws Refusal at the first name that occurs twice or refers to nothing
   */
  static void check(JsonNode schema) {
    JsonNode directories = schema.path("directories");
    JsonNode rules = schema.path("synchronizationRules");
    if (directories.isEmpty()) {
      return;
    }
    requireUnique("directories", directories, "name");
    requireUnique("synchronizationRules", rules, "id");
    for (int i = 0; i < directories.size(); i++) {
      JsonNode objects = directories.path(i).path("objects");
      String path = "directories/" + i + "/objects";
      requireUnique(path, objects, "name");
      for (int j = 0; j < objects.size(); j++) {
        requireUnique(path + "/" + j + "/attributes", objects.path(j).path("attributes"), "name");
      }
    }
    for (int i = 0; i < rules.size(); i++) {
      checkRule("synchronizationRules/" + i, rules.path(i), directories);
    }
  }

  private static void requireUnique(String path, JsonNode list, String member) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      String name = list.path(i).path(member).asString("");
      if (!name.isEmpty() && !names.add(name)) {
        throw new Refusal(
            ErrorCode.DUPLICATE_NAME,
            path + "/" + i + "/" + member,
            "The list '%s' has '%s' twice. Rename one of them, or leave it out."
                .formatted(path, name));
      }
    }
  }

  private static void checkRule(String path, JsonNode rule, JsonNode directories) {
    JsonNode source = resolve(path, rule, "sourceDirectoryName", "directory", directories);
    JsonNode target = resolve(path, rule, "targetDirectoryName", "directory", directories);
    JsonNode mappings = rule.path("objectMappings");
    for (int i = 0; i < mappings.size(); i++) {
      String at = path + "/objectMappings/" + i;
      JsonNode mapping = mappings.path(i);
      JsonNode from = resolve(at, mapping, "sourceObjectName", "object", source.path("objects"))
          .path("attributes");
      JsonNode to = resolve(at, mapping, "targetObjectName", "object", target.path("objects"))
          .path("attributes");
      if (!namesObjects(at, mapping)) {
        continue;
      }
      checkScope(at + "/scope", mapping.path("scope"), from);
      JsonNode attributes = mapping.path("attributeMappings");
      for (int j = 0; j < attributes.size(); j++) {
        String attribute = at + "/attributeMappings/" + j;
        resolve(attribute, attributes.path(j), "targetAttributeName", "attribute", to);
        checkSource(attribute + "/source", attributes.path(j).path("source"), from);
      }
    }
  }

  /** Returns true if a mapping names both objects, which a disabled one needn't. */
  private static boolean namesObjects(String path, JsonNode mapping) {
    for (String member : List.of("sourceObjectName", "targetObjectName")) {
      if (mapping.path(member).asString("").isEmpty()) {
        if (mapping.path("enabled").asBoolean(true)) {
          throw new Refusal(
              ErrorCode.INVALID_MEMBER,
              path + "/" + member,
              "The member '%s/%s' is missing. Name the object, or disable the mapping."
                  .formatted(path, member));
        }
        return false;
      }
    }
    return true;
  }

  private static void checkScope(String path, JsonNode scope, JsonNode attributes) {
    for (String kind : List.of("groups", "inputFilterGroups", "categoryFilterGroups")) {
      JsonNode groups = scope.path(kind);
      for (int i = 0; i < groups.size(); i++) {
        JsonNode clauses = groups.path(i).path("clauses");
        for (int j = 0; j < clauses.size(); j++) {
          resolve(
              path + "/" + kind + "/" + i + "/clauses/" + j,
              clauses.path(j),
              "sourceOperandName",
              "attribute",
              attributes);
        }
      }
    }
  }

  private static void checkSource(String path, JsonNode source, JsonNode attributes) {
    checkExpression(path + "/expression", source.path("expression").asString(""), attributes);
    if (source.path("type").asString("Attribute").equals("Attribute")) {
      resolve(path, source, "name", "attribute", attributes);
    }
    JsonNode parameters = source.path("parameters");
    for (int i = 0; i < parameters.size(); i++) {
      checkSource(
          path + "/parameters/" + i + "/value", parameters.path(i).path("value"), attributes);
    }
  }

  private static void checkExpression(String path, String expression, JsonNode attributes) {
    try {
      Set<String> names =
          expression.isBlank() ? Set.of() : Expression.parse(expression).attributes();
      names.stream()
          .filter(name -> !name.equals(ObjectMapping.IS_SOFT_DELETED)) // Every entry has it.
          .sorted()
          .forEach(name -> resolve(path, name, "attribute", attributes));
    } catch (ExpressionException e) {
      return; // SchemaExpressions reports it.
    }
  }

  /** Finds the entry that a member names; a missing node if it names nothing. */
  private static JsonNode resolve(
      String path, JsonNode holder, String member, String kind, JsonNode candidates) {
    @Nullable String name = holder.path(member).asString(null);
    return name == null || name.isEmpty()
        ? candidates.path(-1)
        : resolve(path + "/" + member, name, kind, candidates);
  }

  private static JsonNode resolve(String path, String name, String kind, JsonNode candidates) {
    return candidates
        .valueStream()
        .filter(candidate -> candidate.path("name").asString("").equals(name))
        .findFirst()
        .orElseThrow(() -> new Refusal(
            ErrorCode.UNKNOWN_REFERENCE,
            path,
            "The member '%s' names the %s '%s', which the schema's directories don't have. Add it there, or correct the name."
                .formatted(path, kind, name)));
  }
}
