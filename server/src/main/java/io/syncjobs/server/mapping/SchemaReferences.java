package io.syncjobs.server.mapping;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether what the rules of a schema name is there. A schema without directories isn't asked. */
final class SchemaReferences {

  private SchemaReferences() {}

  /**
   * Checks a schema that the contract allows.
   *
   * @throws Refusal at the first name that leads nowhere
   */
  static void check(JsonNode schema) {
    JsonNode directories = schema.path("directories");
    JsonNode rules = schema.path("synchronizationRules");
    for (int i = 0; !directories.isEmpty() && i < rules.size(); i++) {
      checkRule("synchronizationRules/" + i, rules.path(i), directories);
    }
  }

  private static void checkRule(String path, JsonNode rule, JsonNode directories) {
    JsonNode source = resolve(path, rule, "sourceDirectoryName", "directory", directories);
    JsonNode target = resolve(path, rule, "targetDirectoryName", "directory", directories);
    JsonNode mappings = rule.path("objectMappings");
    for (int i = 0; i < mappings.size(); i++) {
      String at = path + "/objectMappings/" + i;
      JsonNode mapping = mappings.path(i);
      JsonNode from = resolve(at, mapping, "sourceObjectName", "object", source.path("objects"));
      JsonNode to = resolve(at, mapping, "targetObjectName", "object", target.path("objects"));
      JsonNode attributes = mapping.path("attributeMappings");
      for (int j = 0; j < attributes.size(); j++) {
        String attribute = at + "/attributeMappings/" + j;
        resolve(
            attribute,
            attributes.path(j),
            "targetAttributeName",
            "attribute",
            to.path("attributes"));
        checkSource(
            attribute + "/source", attributes.path(j).path("source"), from.path("attributes"));
      }
    }
  }

  private static void checkSource(String path, JsonNode source, JsonNode attributes) {
    if (source.path("type").asString("Attribute").equals("Attribute")) {
      resolve(path, source, "name", "attribute", attributes);
    }
    JsonNode parameters = source.path("parameters");
    for (int i = 0; i < parameters.size(); i++) {
      checkSource(
          path + "/parameters/" + i + "/value", parameters.path(i).path("value"), attributes);
    }
  }

  /** What a member names among candidates; a missing node if it names nothing. */
  private static JsonNode resolve(
      String path, JsonNode holder, String member, String kind, JsonNode candidates) {
    @Nullable String name = holder.path(member).asString(null);
    if (name == null) {
      return candidates.path(-1);
    }
    return candidates
        .valueStream()
        .filter(candidate -> candidate.path("name").asString("").equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(path + "/" + member, kind, name));
  }

  private static Refusal unknown(String path, String kind, String name) {
    return new Refusal(
        ErrorCode.UNKNOWN_REFERENCE,
        path,
        "The member '%s' names the %s '%s', which the schema's directories don't have. Add it there, or correct the name."
            .formatted(path, kind, name));
  }
}
