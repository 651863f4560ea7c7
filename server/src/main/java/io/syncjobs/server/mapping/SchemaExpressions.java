package io.syncjobs.server.mapping;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.mapping.expression.Expression;
import io.syncjobs.server.mapping.expression.ScopingFilter;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import tools.jackson.databind.JsonNode;

/** Checks that the expressions and scoping filters of a schema can be read and evaluated. */
final class SchemaExpressions {

  private SchemaExpressions() {}

  /**
   * Checks a schema that the contract allows.
   *
   * @param defaultDomain the tenant's domain; empty for none
   * @throws Refusal at the first one that can't
   */
  static void check(JsonNode schema, String defaultDomain) {
    JsonNode rules = schema.path("synchronizationRules");
    for (int i = 0; i < rules.size(); i++) {
      JsonNode mappings = rules.path(i).path("objectMappings");
      for (int j = 0; j < mappings.size(); j++) {
        checkMapping(
            "synchronizationRules/" + i + "/objectMappings/" + j,
            mappings.path(j),
            JobMapping.sourceObject(schema, rules.path(i), mappings.path(j)),
            defaultDomain);
      }
    }
  }

  private static void checkMapping(
      String path, JsonNode mapping, JsonNode sourceObject, String defaultDomain) {
    check(
        path + "/scope",
        () -> ScopingFilter.of(
            mapping.path("scope"), attribute -> ObjectMapping.type(sourceObject, attribute)));
    JsonNode attributes = mapping.path("attributeMappings");
    for (int i = 0; i < attributes.size(); i++) {
      JsonNode source = attributes.path(i).path("source");
      String at = path + "/attributeMappings/" + i + "/source";
      String written = source.path("expression").asString("").isBlank() ? "" : "/expression";
      check(at, () -> Expression.of(source));
      check(at + written, () -> Expression.of(source).checkConstants(defaultDomain));
    }
  }

  private static void check(String path, Runnable reading) {
    try {
      reading.run();
    } catch (ExpressionException e) {
      throw new Refusal(
          ErrorCode.INVALID_EXPRESSION,
          e.place().isEmpty() ? path : path + "/" + e.place(),
          String.valueOf(e.getMessage()));
    }
  }
}
